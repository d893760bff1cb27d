import { type Expected, rejection } from "./expected.ts";
import type { Random } from "./random.ts";

/** A request that a client sends to `POST /events` until it is answered for good, or given up. */
export interface Call {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What the log must say of each event in it, in order. */
  readonly parts: readonly Expected[];
  readonly batch: boolean;
  /** How often a client may send it: what is not safe to repeat is sent once. */
  readonly tries: number;
  /** How many clients send it, at the same moment. */
  readonly clients: number;
  /** Sent once this one is answered for good: other content under the same Idempotency-Key. */
  readonly afterwards?: Call;
}

const TRIES = 5;
const BASE = Date.parse("2026-02-01T00:00:00.000Z");
const SOURCE = "arn:aws:execute-api:eu-central-1:123456789012:api/$default";

/** The time at which the API says that it received this try of this client. */
export const receiptOf = (name: string, client: number, attempt: number): number =>
  BASE + Number(name.slice("call-".length)) * 60_000 + attempt * 1000 + client;

export const newCall = (random: Random, number: number, mark: () => string): Call => {
  const name = `call-${number}`;
  const clients = random.chance(0.2) ? 2 : 1;
  const kind = random.pick([keyed, keyed, cloudEvent, cloudEvent, binary, batch, batch, unkeyed]);
  return kind(random, { name, clients, tries: TRIES, batch: false }, mark);
};

type Frame = Pick<Call, "name" | "clients" | "tries" | "batch">;

const keyed = (random: Random, frame: Frame, mark: () => string): Call => {
  const headers = { "content-type": "application/json", "idempotency-key": `key of ${frame.name}` };
  if (random.chance(0.15)) return { ...frame, ...plain(random, frame, mark(), headers, "schema") };
  const call = { ...frame, ...plain(random, frame, mark(), headers) };
  if (!random.chance(0.3)) return call;
  const name = `${frame.name}1`; // of a minute of its own
  return { ...call, afterwards: { ...frame, name, ...plain(random, { ...frame, name }, mark(), headers, "conflict") } };
};

const unkeyed = (random: Random, frame: Frame, mark: () => string): Call => {
  const once = { ...frame, clients: 1, tries: 1 };
  const headers = { "content-type": "application/json" };
  return { ...once, ...plain(random, once, mark(), headers, random.chance(0.3) ? "schema" : undefined) };
};

const plain = (
  random: Random,
  frame: Frame,
  mark: string,
  headers: Call["headers"],
  refused?: "schema" | "conflict",
): Pick<Call, "headers" | "body" | "parts"> => {
  const event = {
    ...(refused !== "schema" && { type: "order.paid" }),
    subject: mark,
    data: { total: random.int(0, 1e6) / 100 },
  };
  const part: Expected =
    refused === undefined
      ? { mark, stream: "http", fields: { source: SOURCE, ...event }, times: receipts(frame) }
      : rejection(mark, "http", refused, event);
  return { headers, body: JSON.stringify(event), parts: [part] };
};

const cloudEvent = (random: Random, frame: Frame, mark: () => string): Call => {
  const { event, part } = random.chance(0.2) ? badCloudEvent(mark()) : newCloudEvent(random, frame, mark());
  const headers = { "content-type": "application/cloudevents+json; charset=utf-8" };
  return { ...frame, headers, body: JSON.stringify(event), parts: [part] };
};

const binary = (random: Random, frame: Frame, mark: () => string): Call => {
  const { event, part } = newCloudEvent(random, frame, mark());
  const { data, ...attributes } = event;
  const ce = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]));
  const datacontenttype = "application/json";
  return {
    ...frame,
    headers: { ...ce, "content-type": datacontenttype },
    body: JSON.stringify(data),
    parts: [{ ...part, fields: { ...part.fields, datacontenttype } }],
  };
};

/** A batch is sent again whole: each event in it, a bad one too, is known by its source and id. */
const batch = (random: Random, frame: Frame, mark: () => string): Call => {
  const good = Array.from({ length: random.int(1, 6) }, () => newCloudEvent(random, frame, mark()));
  const again = random.chance(0.3) ? good.slice(0, 1) : [];
  const events = [...good, ...(random.chance(0.3) ? [badCloudEvent(mark())] : []), ...again];
  return {
    ...frame,
    batch: true,
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: JSON.stringify(events.map(({ event }) => event)),
    parts: events.map(({ part }) => part),
  };
};

const newCloudEvent = (random: Random, frame: Frame, mark: string) => {
  const sent = { source: `/shop/${random.int(1, 3)}`, type: "shop.order", subject: `order ${mark}` };
  const data = { n: random.int(0, 100) };
  const time = random.chance(0.5) ? new Date(BASE - random.int(0, 1e9)).toISOString() : undefined;
  const part: Expected = {
    mark,
    stream: "http",
    fields: { ...sent, data, originid: mark },
    times: time === undefined ? receipts(frame) : [time],
  };
  return { event: { specversion: "1.0", id: mark, ...sent, ...(time !== undefined && { time }), data }, part };
};

const badCloudEvent = (mark: string) => {
  const event = { specversion: "1.0", id: mark, source: "/shop", time: "noon" };
  return { event, part: rejection(mark, "http", "schema", event) };
};

const receipts = ({ name, clients, tries }: Frame): readonly string[] =>
  Array.from({ length: clients * tries }, (_, n) =>
    new Date(receiptOf(name, n % clients, Math.floor(n / clients))).toISOString(),
  );
