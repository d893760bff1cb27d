import Negotiator from "negotiator";
import { essence, type Format } from "./format.ts";
import { cloudEventsBatch } from "./formats/cloudEventsBatch.ts";
import { csv } from "./formats/csv.ts";
import { json } from "./formats/json.ts";
import { ndjson } from "./formats/ndjson.ts";
import { httpError } from "./httpError.ts";

/** By the server's preference, where a client has none. */
const formats: readonly Format[] = [json, ndjson, csv, cloudEventsBatch];

/** The format that a request's `Accept` prefers (RFC 9110, section 12.5.1); throws an HttpError (406) where there is none. */
export const formatFor = (headers: Readonly<Record<string, string>>): Format => {
  const preferred = new Negotiator({ headers }).mediaType(formats.map(({ type }) => type));
  const format = formats.find(({ type }) => type === preferred);
  if (format === undefined)
    throw httpError(406, `There is no ${headers["accept"]} here; there are ${formats.map(essence).join(", ")}`);
  return format;
};
