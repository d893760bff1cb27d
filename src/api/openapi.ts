import type { HttpAnswer } from "../http/answer.ts";
import { answerIn } from "../http/format.ts";
import { json } from "../http/formats/json.ts";
import { rejectParameters } from "../http/httpError.ts";
import { negotiate } from "../http/negotiate.ts";
import type { Reading } from "./route.ts";

/** The document that describes this API. It changes only with a deployment: a client may keep it for an hour, then asks again with its ETag. */
export const openapi = async ({ headers, parameters }: Reading): Promise<HttpAnswer> => {
  rejectParameters(parameters);
  const format = negotiate([json], headers["accept"]);
  // Loaded at the first request for it: the start of a function that is asked for entries costs no more for it.
  const { default: document } = await import("../../docs/openapi.json", { with: { type: "json" } });
  return answerIn(format, document, { "cache-control": "private, max-age=3600" });
};
