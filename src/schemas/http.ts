import * as z from "zod";
import { bytesOf } from "../http/body.ts";
import { answerTo, httpError } from "../http/httpError.ts";
import { sha256Of } from "../log/clip.ts";
import type { NewEntry } from "../log/entry.ts";
import { jsonOf } from "../log/json.ts";
import { lazy } from "../log/lazy.ts";
import { isoOf } from "../log/time.ts";
import { partitionOf, regionOf } from "./kit/arn.ts";
import { answerEvents } from "./kit/httpAnswer.ts";
import { type Call, type HttpItem, httpRecord } from "./kit/httpRecord.ts";
import { fromBinary, HttpRequest, type Mode, modeOf } from "./kit/httpRequest.ts";
import { principalOf, senderOf } from "./kit/principal.ts";
import { type Invocation, trigger } from "./kit/trigger.ts";

/** The largest number of events in a batch. One call has no time to write and answer more. */
export const MAX_EVENTS = 1000;

const eventsOf = (request: HttpRequest, mode: Mode): readonly unknown[] => {
  if (mode === "binary") return [fromBinary(request)];
  const { json } = request;
  if (json === undefined) throw httpError(400, "The body is empty; send the event in it as JSON");
  if (mode !== "batch") return [json];
  if (!Array.isArray(json)) throw httpError(400, "A batch must be a JSON array of CloudEvents");
  if (json.length > MAX_EVENTS)
    throw httpError(413, `The batch has more than ${MAX_EVENTS} events; send fewer at once`);
  return json;
};

const PICKED = /^(content-type|user-agent|idempotency-key|ce-.*)$/;

const items = (request: HttpRequest, { functionArn, keepCaller }: Invocation): readonly HttpItem[] => {
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

/** The ARN of the API. A Function URL has no ARN, so there it is the ARN of the function. */
const sourceOf = ({ requestContext }: HttpRequest, functionArn: string): string => {
  const { accountId, apiId, stage, domainName } = requestContext;
  return domainName?.includes(".lambda-url.")
    ? functionArn
    : `arn:${partitionOf(functionArn)}:execute-api:${regionOf(functionArn)}:${accountId}:${apiId}/${stage}`;
};

const callIdentity = ({ api, caller, requestId, time }: Call, key: string | undefined): readonly string[] =>
  key === undefined ? [api, requestId, time] : [api, caller, key];

const Named = lazy(() => z.object({ source: z.string(), id: z.string() }));

/** The identity of a CloudEvent that may be invalid; `undefined` if it has no source or no id. */
const cloudEventIdentity = (event: unknown): readonly string[] | undefined => {
  const { data } = Named().safeParse(event);
  return data && ["cloudevent", data.source, data.id];
};

/**
 * Events sent to `POST /events`: plain JSON, or CloudEvents in structured, binary or batch mode. The work function gets the entry
 * that is to be written.
 *
 * @example
 * export const handler = onEvent(http("http"));
 */
export const http = <const Name extends string>(stream: Name) =>
  trigger({
    stream,
    event: HttpRequest,
    items,
    record: httpRecord,
    entry: (event) => event,
    given: (_: NewEntry, entry: NewEntry) => entry, // at a later delivery, the record has another time
    identify: ({ mode, call, headers: { "idempotency-key": key }, event }) => {
      const identity = mode === "plain" ? callIdentity(call, key) : cloudEventIdentity(event);
      return identity && [...identity, sha256Of(jsonOf(event))];
    },
    refusesLarge: true,
    respond: answerEvents,
    answerError: answerTo,
  });
