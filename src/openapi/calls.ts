import * as z from "zod";
import { fixture } from "../local/fixture.ts";
import { ITEM_BYTES } from "../log/itemSize.ts";
import { MAX_EVENTS } from "../schemas/http.ts";

/** A request whose answer is an example in the document. */
export interface Call {
  /** The key of its route in template.yaml. */
  readonly route: string;
  readonly name: string;
  readonly summary: string;
  /** The status that the answer must have. */
  readonly status: number;
  /** In payload format 2.0. */
  readonly event: Request;
  /** Set if its body is an example of a right request. */
  readonly sends?: true;
}

type Request = z.infer<typeof Request>;
const Request = z.looseObject({
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
  isBase64Encoded: z.boolean(),
});

/** The events in the log before the calls. Each is a fixture that is delivered to a function. */
export const deliveries = [
  ["s3", "s3-put"],
  ["s3", "s3-mixed"],
  ["schedule", "schedule-scheduler-context"],
] as const;

/** The ids of an entry and a rejection of these events. */
export const ids = {
  log: "s3.0.mkayi4gn.ALmdd-d3YEoe2Iwonu4d",
  rejected: "rejected.0.mm7p6yo0.fmSK6Xb1fDXYOLY4XQI3",
};

const sent = (name: string, change: Partial<Request> = {}): Request => ({ ...Request.parse(fixture(name)), ...change });

const asked = (target: string, headers: Readonly<Record<string, string>> = {}): Request => {
  const [rawPath = "", rawQueryString = ""] = target.split("?");
  return { ...Request.parse(fixture("logs-list")), rawPath, rawQueryString, headers };
};

const posts: readonly Omit<Call, "route">[] = [
  { name: "plain", summary: "Plain JSON", status: 201, event: sent("http-json"), sends: true },
  {
    name: "keyed",
    summary: "With an Idempotency-Key",
    status: 201,
    event: sent("http-json-idempotency-key"),
    sends: true,
  },
  { name: "structured", summary: "A CloudEvent", status: 201, event: sent("http-cloudevent-structured"), sends: true },
  { name: "repeated", summary: "The same CloudEvent again", status: 200, event: sent("http-cloudevent-structured") },
  { name: "binary", summary: "A binary CloudEvent", status: 201, event: sent("http-cloudevent-binary") },
  { name: "batch", summary: "CloudEvents", status: 207, event: sent("http-cloudevent-batch"), sends: true },
  { name: "mixed", summary: "CloudEvents, one without a type", status: 207, event: sent("http-mixed") },
  { name: "typeless", summary: "Without a type", status: 400, event: sent("http-bad-event.type") },
  { name: "notJson", summary: "Not JSON", status: 400, event: sent("http-json", { body: '{"type":' }) },
  {
    name: "tooMany",
    summary: "A batch with too many events",
    status: 413,
    event: sent("http-cloudevent-batch", {
      body: JSON.stringify(Array(MAX_EVENTS + 1).fill({})),
      isBase64Encoded: false,
    }),
  },
  {
    name: "tooLarge",
    summary: "An event that does not fit in an entry",
    status: 413,
    event: sent("http-json", {
      body: JSON.stringify({ type: "com.example.report", data: "x".repeat(ITEM_BYTES) }),
      isBase64Encoded: false,
    }),
  },
  {
    name: "noEvent",
    summary: "A form",
    status: 415,
    event: sent("http-json", { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "type=a" }),
  },
  {
    name: "compressed",
    summary: "A compressed body",
    status: 415,
    event: sent("http-json", { headers: { "content-type": "application/json", "content-encoding": "gzip" } }),
  },
  {
    name: "conflict",
    summary: "A key that was used with another body",
    status: 422,
    event: sent("http-json-idempotency-key", { body: '{"type":"com.example.payment.refunded"}' }),
  },
  {
    name: "otherContent",
    summary: "The source and id of another CloudEvent",
    status: 422,
    event: sent("http-cloudevent-binary", { body: '{"other":"data"}', isBase64Encoded: false }),
  },
  { name: "unavailable", summary: "The table does not answer", status: 503, event: sent("http-json-minimal") },
];

const noFormat = (path: string): Omit<Call, "route"> => ({
  name: "noFormat",
  summary: "Accept: image/png",
  status: 406,
  event: asked(path, { accept: "image/png" }),
});

const lists = (path: string, id: string): readonly Omit<Call, "route">[] => [
  { name: "page", summary: "The first page", status: 200, event: asked(`${path}?limit=2`) },
  {
    name: "ndjson",
    summary: "Accept: application/x-ndjson",
    status: 200,
    event: asked(`${path}?limit=2`, { accept: "application/x-ndjson" }),
  },
  { name: "csv", summary: "Accept: text/csv", status: 200, event: asked(`${path}?limit=2`, { accept: "text/csv" }) },
  {
    name: "batch",
    summary: "Accept: application/cloudevents-batch+json",
    status: 200,
    event: asked(`${path}?limit=2`, { accept: "application/cloudevents-batch+json" }),
  },
  {
    name: "follow",
    summary: "The entries that have settled since a time",
    status: 200,
    event: asked(`${path}?follow=2026-01-01T00:00:00Z&limit=1`),
  },
  {
    name: "tail",
    summary: "What was recorded a moment ago",
    status: 200,
    event: asked(`${path}?tail=now&limit=1`),
  },
  {
    name: "around",
    summary: "An entry and its neighbors",
    status: 200,
    event: asked(`${path}?around=${id}&limit=3`),
  },
  { name: "wrong", summary: "Wrong parameters", status: 400, event: asked(`${path}?limit=1000&sort=time`) },
  {
    name: "nothing",
    summary: "Around an entry that does not exist",
    status: 404,
    event: asked(`${path}?around=http.0.mwtyfqz5.isukoZdNABVUOsnI6y_R`),
  },
  noFormat(path),
  { name: "unavailable", summary: "The table does not answer", status: 503, event: asked(path) },
];

const counts = (path: string): readonly Omit<Call, "route">[] => [
  { name: "days", summary: "By day", status: 200, event: asked(`${path}/stats?by=day&from=2026-01-01T00:00:00Z`) },
  {
    name: "csv",
    summary: "Accept: text/csv",
    status: 200,
    event: asked(`${path}/stats?by=day&from=2026-01-01T00:00:00Z`, { accept: "text/csv" }),
  },
  { name: "wrong", summary: "A wrong parameter", status: 400, event: asked(`${path}/stats?by=year`) },
  noFormat(`${path}/stats`),
  { name: "unavailable", summary: "The table does not answer", status: 503, event: asked(`${path}/stats`) },
];

const ones = (path: string, id: string): readonly Omit<Call, "route">[] => [
  { name: "entry", summary: "An entry", status: 200, event: asked(`${path}/${id}`) },
  {
    name: "json",
    summary: "Accept: application/json",
    status: 200,
    event: asked(`${path}/${id}`, { accept: "application/json" }),
  },
  { name: "query", summary: "With a parameter", status: 400, event: asked(`${path}/${id}?limit=1`) },
  noFormat(`${path}/${id}`),
  {
    name: "nothing",
    summary: "An id that does not exist",
    status: 404,
    event: asked(`${path}/http.0.mwtyfqz5.isukoZdNABVUOsnI6y_R`),
  },
  { name: "unavailable", summary: "The table does not answer", status: 503, event: asked(`${path}/${id}`) },
];

const of = (route: string, calls: readonly Omit<Call, "route">[]): readonly Call[] =>
  calls.map((call) => ({ route, ...call, event: { ...call.event, routeKey: route } }));

const selves: readonly Omit<Call, "route">[] = [
  { name: "query", summary: "With a parameter", status: 400, event: asked("/openapi.json?pretty=true") },
  noFormat("/openapi.json"),
];

/** All calls, in their order. */
export const calls: readonly Call[] = [
  ...of("POST /events", posts),
  ...of("GET /logs", lists("/logs", ids.log)),
  ...of("GET /logs/stats", counts("/logs")),
  ...of("GET /logs/{id}", ones("/logs", ids.log)),
  ...of("GET /rejected", lists("/rejected", ids.rejected)),
  ...of("GET /rejected/stats", counts("/rejected")),
  ...of("GET /rejected/{id}", ones("/rejected", ids.rejected)),
  ...of("GET /openapi.json", selves),
];
