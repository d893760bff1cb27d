import * as z from "zod";
import { answerTo, httpError } from "../http/httpError.ts";
import { sha256Of } from "../log/clip.ts";
import { digestOf } from "../log/digest.ts";
import type { NewEntry } from "../log/entry.ts";
import { text } from "../log/fields.ts";
import { jsonOf } from "../log/json.ts";
import { isoOf } from "../log/time.ts";
import { partitionOf, regionOf } from "./kit/arn.ts";
import { cloudEvent } from "./kit/cloudEvent.ts";
import { answerEvents } from "./kit/httpAnswer.ts";
import { fromBinary, HttpRequest, type Mode, modeOf } from "./kit/httpRequest.ts";
import { has, shape } from "./kit/shape.ts";
import { trigger } from "./kit/trigger.ts";

/** One event of a request. */
interface Item {
  readonly mode: Mode;
  readonly batch: boolean;
  readonly call: Call;
  /** The names that say what the event is, and the Idempotency-Key; no credential is among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly event: unknown;
}

/** What makes one request another than the next. */
interface Call {
  readonly api: string;
  readonly caller: string;
  readonly requestId: string;
  readonly time: string;
  readonly source: string;
  /** SHA-256 of the body, in hex: `sam local start-api` gives all requests one id and one time. */
  readonly body: string;
}

export const MAX_EVENTS = 1000; // more would not be written, nor answered, in one call

/** An event as plain JSON. Strict: a field under another name would be lost without a word. */
export const Plain = z.strictObject({ type: text(1024), subject: text(2048).optional(), data: z.unknown().optional() });

/** The headers that are read of any request; a CloudEvent has an identity of its own, but a wrong key is wrong there too. */
export const Keyed = z.object({ "idempotency-key": text(255).optional() });

const call = z.custom<Call>();
const PlainItem = z
  .object({ call, headers: Keyed, event: Plain })
  .transform(({ call, headers: { "idempotency-key": key }, event }) => ({
    ...event,
    source: call.source,
    time: call.time,
    ...(key === undefined
      ? { identity: ["http", call.api, call.requestId, call.time, call.body] }
      : {
          identity: ["idempotency-key", call.api, call.caller, key],
          claim: { digest: call.body, by: ["headers", "idempotency-key"], name: "Idempotency-Key" },
        }),
  }));

const CloudEventItem = z
  .object({ call, headers: Keyed, event: cloudEvent })
  .transform(({ call, event: { id, time, ...event } }) => ({
    ...event,
    extensions: { ...event.extensions, originid: id },
    identity: ["cloudevent", event.source, id],
    time: time ?? call.time,
    claim: { digest: digestOf(event), by: ["event", "id"], name: "source and id" },
  }));

const eventsOf = (request: HttpRequest, mode: Mode): readonly unknown[] => {
  if (mode === "binary") return [fromBinary(request)];
  if (mode !== "batch") return [request.body];
  if (!Array.isArray(request.body)) throw httpError(400, "A batch is a JSON array of CloudEvents");
  if (request.body.length > MAX_EVENTS)
    throw httpError(413, `The batch has more than ${MAX_EVENTS} events; send fewer at once`);
  return request.body;
};

const PICKED = /^(content-type|user-agent|idempotency-key|ce-.*)$/;

const items = (request: HttpRequest, functionArn: string): readonly Item[] => {
  const { accountId, apiId, stage, requestId, timeEpoch, http, authorizer } = request.requestContext;
  if (http.method !== "POST")
    throw httpError(405, `${http.method} is not allowed here; send events with POST`, { allow: "POST" });
  const mode = modeOf(request);
  const call = {
    api: apiId,
    caller: authorizer?.iam?.userArn ?? "",
    requestId,
    time: isoOf(timeEpoch),
    source: `arn:${partitionOf(functionArn)}:execute-api:${regionOf(functionArn)}:${accountId}:${apiId}/${stage}`,
    body: sha256Of(jsonOf(request.body)),
  };
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => PICKED.test(name)));
  return eventsOf(request, mode).map((event) => ({ mode, batch: mode === "batch", call, headers, event }));
};

const callIdentity = ({ api, caller, requestId, time }: Call, key: string | undefined): readonly string[] =>
  key === undefined ? [api, requestId, time] : [api, caller, key];

/** What makes two tries of a CloudEvent one, even of one that is rejected: its source and id, where it has both. */
const cloudEventIdentity = (event: unknown): readonly string[] | undefined => {
  const { data } = z.object({ source: z.string(), id: z.string() }).safeParse(event);
  return data && ["cloudevent", data.source, data.id];
};

/** Events sent to `POST /events`: plain JSON, or CloudEvents in structured, binary or batch mode. */
export const http = trigger({
  stream: "http",
  event: HttpRequest,
  items: (request, { functionArn }): readonly Item[] => items(request, functionArn),
  record: shape(
    (item): z.ZodType<NewEntry> => (has(item, "mode") && item.mode === "plain" ? PlainItem : CloudEventItem),
  ),
  entry: (event) => event,
  identify: ({ mode, call, headers: { "idempotency-key": key }, event }) => [
    ...(mode === "plain" ? callIdentity(call, key) : (cloudEventIdentity(event) ?? callIdentity(call, undefined))),
    sha256Of(jsonOf(event)),
  ],
  refusesLarge: true,
  respond: answerEvents,
  answerError: answerTo,
});
