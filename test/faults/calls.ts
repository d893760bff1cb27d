import { type Attempt, attemptsOf, type Frame } from "./attempts.ts";
import { newCaller, twoCallers } from "./callers.ts";
import { badCloudEvent, newCloudEvent, otherContent, type Sending } from "./cloudEvents.ts";
import { type Expected, rejection } from "./expected.ts";
import type { Random } from "./random.ts";

/** A request that a client sends to `POST /events` until it gets a final answer or gives up. */
export interface Call extends Frame {
  /** Each try may send a different request, because a sender may build its event again in another session. */
  readonly requestOf: (attempt: Attempt) => {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  /** What the log must have of each event in it, in order. */
  readonly parts: readonly Expected[];
  /** A call that is sent after the final answer. It has other content for the same event. */
  readonly afterwards?: Call;
}

const TRIES = 5;
const SOURCE = "arn:aws:execute-api:eu-central-1:123456789012:api/$default";

/** One call, or two calls if two principals use one `Idempotency-Key`. */
export const newCalls = (random: Random, number: number, mark: () => string, ages: boolean): readonly Call[] => {
  const frame = {
    name: `call-${number}`,
    clients: random.chance(0.2) ? 2 : 1,
    tries: TRIES,
    batch: false,
    ages,
    caller: newCaller(random),
  };
  const kind = random.pick([keyed, keyed, sharedKey, cloudEvent, cloudEvent, binary, batch, batch, unkeyed]);
  return kind(random, frame, mark);
};

type Kind = (random: Random, frame: Frame, mark: () => string) => readonly Call[];

const keyed: Kind = (random, frame, mark) => {
  const headers = { "content-type": "application/json", "idempotency-key": `key of ${frame.name}` };
  if (random.chance(0.15)) return [plain(random, frame, mark(), headers, "schema")];
  const call = plain(random, frame, mark(), headers);
  if (!random.chance(0.3)) return [call];
  const next = { ...frame, name: `${frame.name}1` }; // with its own minute
  return [{ ...call, afterwards: plain(random, next, mark(), headers, "conflict") }];
};

const sharedKey: Kind = (random, frame, mark) => {
  const headers = { "content-type": "application/json", "idempotency-key": `key of ${frame.name}` };
  return twoCallers(random).map((caller, n) =>
    plain(random, { ...frame, name: `${frame.name}${n + 2}`, caller }, mark(), headers),
  );
};

const unkeyed: Kind = (random, frame, mark) => {
  const headers = { "content-type": "application/json" };
  const once = { ...frame, clients: 1, tries: 1 };
  return [plain(random, once, mark(), headers, random.chance(0.3) ? "schema" : undefined)];
};

const plain = (
  random: Random,
  frame: Frame,
  mark: string,
  headers: Readonly<Record<string, string>>,
  refused?: "schema" | "conflict",
): Call => {
  const event = {
    ...(refused !== "schema" && { type: "order.paid" }),
    subject: mark,
    data: { total: random.int(0, 1e6) / 100 },
  };
  const times = attemptsOf(frame).map(({ receipt }) => new Date(receipt).toISOString());
  const part: Expected =
    refused === undefined
      ? { mark, stream: "http", fields: { source: SOURCE, ...event }, times }
      : rejection(mark, "http", refused, event);
  return { ...frame, requestOf: () => ({ headers, body: JSON.stringify(event) }), parts: [part] };
};

const cloudEvent: Kind = (random, frame, mark) => {
  const headers = { "content-type": "application/cloudevents+json; charset=utf-8" };
  const structured = (frame: Frame, { eventOf, part }: Sending): Call => ({
    ...frame,
    requestOf: (attempt) => ({ headers, body: JSON.stringify(eventOf(attempt)) }),
    parts: [part],
  });
  if (random.chance(0.2)) return [structured(frame, badCloudEvent(mark()))];
  const event = newCloudEvent(random, frame, mark());
  const call = structured(frame, event);
  if (!random.chance(0.3) || mayChange(frame, event)) return [call];
  const next = { ...frame, name: `${frame.name}1` };
  return [{ ...call, afterwards: structured(next, otherContent(random, next, event, mark())) }];
};

const binary: Kind = (random, frame, mark) => {
  const { eventOf, part } = newCloudEvent(random, frame, mark());
  const datacontenttype = "application/json";
  const requestOf: Call["requestOf"] = (attempt) => {
    const { data, ...attributes } = eventOf(attempt);
    const ce = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]);
    return { headers: { ...Object.fromEntries(ce), "content-type": datacontenttype }, body: JSON.stringify(data) };
  };
  return [{ ...frame, requestOf, parts: [{ ...part, fields: { ...part.fields, datacontenttype } }] }];
};

/** A client sends a whole batch again. This is safe, because each event in it has a source and an id, a bad event too. */
const batch: Kind = (random, frame, mark) => {
  const good = Array.from({ length: random.int(1, 6) }, () => newCloudEvent(random, frame, mark()));
  const [first] = good;
  const again = first !== undefined && random.chance(0.3) ? [first] : [];
  const isOther = first !== undefined && random.chance(0.2) && !mayChange(frame, first);
  const other = isOther ? [otherContent(random, frame, first, mark())] : [];
  const bad = random.chance(0.3) ? [badCloudEvent(mark())] : [];
  const events = [...good, ...bad, ...again, ...other];
  return [
    {
      ...frame,
      batch: true,
      requestOf: (attempt) => ({
        headers: { "content-type": "application/cloudevents-batch+json" },
        body: JSON.stringify(events.map(({ eventOf }) => eventOf(attempt))),
      }),
      parts: events.map(({ part }) => part),
    },
  ];
};

/** Whether another event may take its source and id, because it is rejected when its time has expired. */
const mayChange = ({ ages }: Frame, { part }: Sending): boolean => ages && part.mayExpire === true;
