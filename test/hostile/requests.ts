import fc from "fast-check";
import { request, routeKey } from "../world.ts";
import { NAMES, text, value } from "./values.ts";

const JSON_TYPES = [
  ...["application/json", "application/json; charset=utf-8", "Application/JSON", "application/vnd.api+json"],
  ...[
    "application/cloudevents+json",
    "application/cloudevents-batch+json; charset=utf-8",
    "application/json,text/html",
  ],
];
const OTHER_TYPES = ["text/plain", "text/xml; charset=latin1", "image/png", "application/cloudevents+avro", "?", ""];

const HEADERS = [
  ...["ce-specversion", "ce-id", "ce-source", "ce-type", "ce-subject", "ce-time", "ce-data", "ce-__proto__", "CE-Id"],
  ...["idempotency-key", "Idempotency-Key", "if-none-match", "authorization", "cookie", "user-agent"],
];
const ACCEPTED = ["*/*", "text/csv", "application/x-ndjson;q=0.5", "image/png", "a/b;q=x,,;", "gzip", "gzip;q=0", ""];
const PARAMETERS = [
  ...["stream", "type", "source", "subject", "subjectPrefix", "from", "to", "order", "limit", "cursor"],
  ...["follow", "wait", "tail", "around", "by", ...NAMES],
];
const VALUES = ["s3", "asc", "1", "200", "2026", "-1h", "now", "day", "s3.0.0.aaaaaaaaaaaaaaaaaaaa"];

const inCase = (name: string) =>
  fc.constantFrom(
    name,
    name.toUpperCase(),
    name.replace(/^./, (a) => a.toUpperCase()),
  );

/** A header that is sent twice arrives as one value, joined by a comma. */
const headers = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.tuple(fc.oneof(fc.constantFrom(...HEADERS).chain(inCase), text), text),
        fc.tuple(fc.constantFrom("accept", "accept-encoding"), fc.oneof(fc.constantFrom(...ACCEPTED), text)),
      ),
      { maxLength: 6 },
    ),
    fc.option(fc.tuple(inCase("content-type"), fc.constantFrom(...JSON_TYPES, ...OTHER_TYPES)), { nil: undefined }),
    fc.boolean(),
  )
  .map(([pairs, type, twice]) =>
    Object.fromEntries(
      [...pairs, ...(type ? [type] : [])].map(([name, content]) => [name, twice ? `${content},${content}` : content]),
    ),
  );

const PATHS = [
  ...["/events", "/logs", "/rejected", "/logs/", "/", "", "//logs", "/logs/s3.0.0.aaaaaaaaaaaaaaaaaaaa"],
  ...["/rejected/rejected.0.-1.bbbbbbbbbbbbbbbbbbbb", "/logs/%", "/logs/__proto__", "/__proto__", "/logs/a/b"],
  ...["/logs/stats", "/rejected/stats", "/logs/stats/", "/logs/stats/a", "/openapi.json", "/openapi.json/a"],
];

const query = fc
  .array(fc.tuple(fc.constantFrom(...PARAMETERS), fc.oneof(text, fc.constantFrom(...VALUES))), {
    maxLength: 4,
  })
  .map((pairs) => new URLSearchParams(pairs).toString());

const cloudEvent = fc
  .tuple(
    fc.record({ id: text, source: text, type: text, time: text, subject: text, data: value }, { requiredKeys: [] }),
    fc.array(fc.tuple(fc.oneof(text, fc.constantFrom(...NAMES)), value), { maxLength: 3 }),
  )
  .map(([event, extensions]) => ({ specversion: "1.0", ...event, ...Object.fromEntries(extensions) }));

const json = fc
  .oneof(fc.record({ type: text, subject: text, data: value }, { requiredKeys: ["type"] }), cloudEvent, value)
  .chain((event) => fc.constantFrom(event, [event], [event, event]))
  .map((event) => JSON.stringify(event));

const body = fc.option(fc.oneof(json, json, text), { nil: undefined }).chain((content) =>
  fc.record({
    body: fc.constantFrom(content, content && Buffer.from(content).toString("base64")),
    isBase64Encoded: fc.boolean(), // it may be wrong
  }),
);

/** Any request of payload format 2.0, to any path. */
export const anyRequest = fc
  .record({
    method: fc.oneof(fc.constantFrom("GET", "POST"), fc.constantFrom("PUT", "OPTIONS", "", "post", "__proto__")),
    path: fc.oneof(fc.constantFrom(...PATHS), text),
    query,
    headers,
    body,
  })
  .map(({ method, path, query, headers, body }) => ({
    ...request(method, "", headers),
    routeKey: routeKey(method, path),
    rawPath: path,
    rawQueryString: query,
    ...body,
  }));
