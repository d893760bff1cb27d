import type { HttpAnswer } from "../http/answer.ts";
import { answerIn } from "../http/format.ts";
import { json } from "../http/formats/json.ts";
import { rejectParameters } from "../http/httpError.ts";
import { negotiate } from "../http/negotiate.ts";
import { documentOf } from "./documentOf.ts";
import type { Reading } from "./route.ts";

/** The OpenAPI document of this API, for the declared streams. It changes only with a deployment, so a client may keep it for an hour. Throws an HttpError (400, 406). */
export const openapi = async ({ headers, parameters, settings }: Reading): Promise<HttpAnswer> => {
  rejectParameters(parameters);
  const format = negotiate([json], headers["accept"]);
  // The import is lazy, so that the document does not slow down the start of the function.
  const { default: document } = await import("../../docs/openapi.json", { with: { type: "json" } });
  return answerIn(format, documentOf(document, settings), { "cache-control": "private, max-age=3600" });
};
