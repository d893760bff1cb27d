import * as z from "zod";
import { isJson, mediaType } from "../../http/headers.ts";
import type { Entry } from "../../log/entry.ts";
import { failure } from "../failure.ts";
import type { Pulled } from "./pulled.ts";
import { type Body, requestOf } from "./request.ts";

const REMOVED = "[removed]";
const Data = z.object({
  reason: z.string(),
  payload: z.unknown(),
  size: z.number().optional(),
  truncated: z.literal(true).optional(),
});
// What the log keeps of a request that brought an event.
const OfRequest = z.object({
  mode: z.string(),
  call: z.object({ source: z.string(), time: z.string() }),
  headers: z.record(z.string(), z.string()),
  event: z.unknown(),
});
// Every service that delivers records says in each of them which service it is.
const OfRecords = z.union([z.looseObject({ eventSource: z.string() }), z.looseObject({ EventSource: z.string() })]);

/** The event of a rejection, with its payload as it was delivered. Throws a Failure if the payload was cut. */
export const ofRejected = ({ id, data }: Entry): Pulled => {
  const rejection = Data.safeParse(data);
  if (!rejection.success || rejection.data.truncated)
    throw failure(
      `The payload of ${id} was cut when it was kept, so no event can be made of it: tributary get ${id} shows what is left`,
    );
  const { payload, reason } = rejection.data;
  const removed = pathsOf(payload).map((path) => `a credential at ${path}: there it says ${REMOVED}`);
  if (reason === "envelope") return { event: payload, missing: removed };
  const request = OfRequest.safeParse(payload);
  if (request.success)
    return { event: ofRequest(request.data), missing: [...removed, "the caller, and the other headers"] };
  if (OfRecords.safeParse(payload).success)
    return { event: { Records: [payload] }, missing: [...removed, "the other records of its event"] };
  return { event: payload, missing: removed };
};

const ofRequest = ({ mode, call: { source, time }, headers, event }: z.infer<typeof OfRequest>): unknown => {
  const { "content-type": type, ...others } = headers;
  const request = { source, time, headers: others };
  if (mode === "binary") return requestOf({ ...bodyOf(event, type), type, ...request });
  return requestOf({
    body: JSON.stringify(mode === "batch" ? [event] : event),
    type: type ?? "application/json",
    ...request,
  });
};

const OfBinary = z.object({ data: z.unknown().optional(), data_base64: z.string().optional() });

/** The body of a binary CloudEvent, as src/schemas/kit/httpRequest.ts reads it. */
const bodyOf = (event: unknown, type: string | undefined): Body => {
  const { data, data_base64 } = OfBinary.parse(event);
  if (data_base64 !== undefined) return { body: data_base64, isBase64Encoded: true };
  if (data === undefined) return {};
  return { body: typeof data === "string" && !isJson(mediaType(type)) ? data : JSON.stringify(data) };
};

/** The paths of the values that say that a credential was removed. */
const pathsOf = (value: unknown, path = ""): readonly string[] => {
  if (value === REMOVED) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => pathsOf(part, path === "" ? name : `${path}.${name}`));
};
