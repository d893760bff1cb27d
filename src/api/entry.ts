import type { HttpAnswer } from "../http/answer.ts";
import { answerIn } from "../http/format.ts";
import { cloudEvent } from "../http/formats/cloudEvent.ts";
import { json } from "../http/formats/json.ts";
import { notThere, rejectParameters, unavailable } from "../http/httpError.ts";
import { type Formats, negotiate } from "../http/negotiate.ts";
import type { Entry } from "../log/entry.ts";
import type { Reading } from "./route.ts";

const YEAR_SECONDS = 31_536_000;

/** The formats of one entry. */
const entryFormats: Formats<Entry> = [cloudEvent, json];

/** One entry by its id. It never changes, so a client may keep it as long as the log does. Throws an HttpError (400, 404, 406, 503). */
export const entry = async (
  { reader, now, headers, parameters }: Reading,
  streams: readonly string[],
  id: string,
): Promise<HttpAnswer> => {
  rejectParameters(parameters);
  const format = negotiate(entryFormats, headers["accept"]);
  const found = await reader.get(id, streams).catch(unavailable);
  if (found === undefined) throw notThere(id);
  const seconds = Math.min(YEAR_SECONDS, (found.expiresat ?? Number.POSITIVE_INFINITY) - Math.floor(now / 1000));
  return answerIn(format, found.entry, {
    "cache-control": `private, max-age=${seconds}, immutable`,
  });
};
