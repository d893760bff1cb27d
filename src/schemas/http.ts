import * as z from "zod";
import { bytesOf } from "../http/body.ts";
import { answerTo, httpError } from "../http/httpError.ts";
import { sha256Of } from "../log/clip.ts";
import { digestOf } from "../log/digest.ts";
import type { Extensions, NewEntry } from "../log/entry.ts";
import { withOrdinaryNumbers } from "../log/exactNumbers.ts";
import { attribute, text } from "../log/fields.ts";
import { jsonOf } from "../log/json.ts";
import { isoOf } from "../log/time.ts";
import { partitionOf, regionOf } from "./kit/arn.ts";
import { cloudEvent } from "./kit/cloudEvent.ts";
import { answerEvents } from "./kit/httpAnswer.ts";
import { BinaryHeaders, fromBinary, HttpRequest, type Mode, modeOf } from "./kit/httpRequest.ts";
import { principalOf, senderOf } from "./kit/principal.ts";
import { asNumber, has, shape } from "./kit/shape.ts";
import { type Invocation, trigger } from "./kit/trigger.ts";

/** One event of a request. */
interface Item {
  readonly mode: Mode;
  readonly batch: boolean;
  readonly call: Call;
  /** The names that say what the event is, and the Idempotency-Key; no credential is among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it was sent: a number that a double cannot hold is a JSON.rawJSON object. */
  readonly event: unknown;
  /** Who sent it, as extensions of the entry, where the deployer wants that kept. */
  readonly sender?: Extensions;
}

/** What makes one request another than the next. */
interface Call {
  readonly api: string;
  /** A hash of the principal: a rejection shows the call, and who sent it is kept only where the deployer wants that. */
  readonly caller: string;
  readonly requestId: string;
  readonly time: string;
  readonly source: string;
  /** SHA-256 of the body's bytes, in hex: `sam local start-api` gives all requests one id and one time. */
  readonly body: string;
}

export const MAX_EVENTS = 1000; // more would not be written, nor answered, in one call

/** An event as plain JSON. Strict: a field under another name would be lost without a word. */
export const Plain = z.strictObject({
  type: attribute(1024),
  subject: attribute(2048).optional(),
  data: z.unknown().optional(),
});

/** The headers that are read of any request; a CloudEvent has an identity of its own, but a wrong key is wrong there too. */
export const Keyed = z.object({ "idempotency-key": text(255).optional() });

const call = z.custom<Call>();
const sender = z.custom<Extensions>().optional();
const PlainItem = z
  .object({ call, sender, headers: Keyed, event: z.preprocess(asNumber, Plain) })
  .transform(({ call, sender, headers: { "idempotency-key": key }, event: { data, ...event } }) => ({
    ...event,
    ...withOrdinaryNumbers(data),
    source: call.source,
    time: call.time,
    extensions: sender,
    ...(key === undefined
      ? { identity: ["http", call.api, call.requestId, call.time, call.body] }
      : {
          identity: ["idempotency-key", call.api, call.caller, key],
          claim: { digest: call.body, by: ["headers", "idempotency-key"], name: "Idempotency-Key" },
        }),
  }));

const CloudEventItem = z
  .object({ call, sender, headers: Keyed, event: cloudEvent })
  .transform(({ call, sender, event: { id, time, ...event } }) => ({
    ...event,
    extensions: { ...event.extensions, originid: id, ...sender },
    identity: ["cloudevent", event.source, id],
    time: time ?? call.time,
    claim: { digest: digestOf(event), by: ["event", "id"], name: "source and id" },
  }));

// A wrong header is named, and not what it would have made of an attribute.
const BinaryItem = z
  .looseObject({ headers: BinaryHeaders })
  .transform((item): unknown => item)
  .pipe(CloudEventItem);

const recordOf: ReadonlyMap<unknown, z.ZodType<NewEntry>> = new Map<Mode, z.ZodType<NewEntry>>([
  ["plain", PlainItem],
  ["binary", BinaryItem],
]);

const eventsOf = (request: HttpRequest, mode: Mode): readonly unknown[] => {
  if (mode === "binary") return [fromBinary(request)];
  const { json } = request;
  if (json === undefined) throw httpError(400, "The body is empty; send the event in it as JSON");
  if (mode !== "batch") return [json];
  if (!Array.isArray(json)) throw httpError(400, "A batch is a JSON array of CloudEvents");
  if (json.length > MAX_EVENTS)
    throw httpError(413, `The batch has more than ${MAX_EVENTS} events; send fewer at once`);
  return json;
};

const PICKED = /^(content-type|user-agent|idempotency-key|ce-.*)$/;

const items = (request: HttpRequest, { functionArn, keepCaller }: Invocation): readonly Item[] => {
  const { apiId, requestId, timeEpoch, http, authorizer } = request.requestContext;
  if (http.method !== "POST")
    throw httpError(405, `${http.method} is not allowed here; send events with POST`, { allow: "POST" });
  const mode = modeOf(request);
  const principal = principalOf(authorizer);
  const call = {
    api: apiId,
    caller: sha256Of(JSON.stringify(principal)),
    requestId,
    time: isoOf(timeEpoch),
    source: sourceOf(request, functionArn),
    body: sha256Of(bytesOf(request.body, request.isBase64Encoded)),
  };
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => PICKED.test(name)));
  const sender = keepCaller ? { sender: senderOf(principal, http.sourceIp) } : {};
  return eventsOf(request, mode).map((event) => ({ mode, batch: mode === "batch", call, headers, event, ...sender }));
};

/** The ARN of the API, or of the function where the request came to its Function URL, which has none of its own. */
const sourceOf = ({ requestContext }: HttpRequest, functionArn: string): string => {
  const { accountId, apiId, stage, domainName } = requestContext;
  return domainName?.includes(".lambda-url.")
    ? functionArn
    : `arn:${partitionOf(functionArn)}:execute-api:${regionOf(functionArn)}:${accountId}:${apiId}/${stage}`;
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
  items,
  record: shape((item): z.ZodType<NewEntry> => (has(item, "mode") && recordOf.get(item.mode)) || CloudEventItem),
  entry: (event) => event,
  identify: ({ mode, call, headers: { "idempotency-key": key }, event }) => {
    const identity = mode === "plain" ? callIdentity(call, key) : cloudEventIdentity(event);
    return identity && [...identity, sha256Of(jsonOf(event))];
  },
  refusesLarge: true,
  respond: answerEvents,
  answerError: answerTo,
});
