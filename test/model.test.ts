import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { parseShards } from "../src/log/shards.ts";
import { cloudEvent, s3Record } from "./sent.ts";
import { bodyOf, deliver, newWorld, page, request, type World, worldOf } from "./world.ts";

const START = Date.parse("2026-03-01T00:00:00.000Z");
/** A time around a shard step. There are few possible times, so many events have equal ones. */
const time = fc.integer({ min: -4, max: 4 }).map((seconds) => new Date(START + seconds * 1000).toISOString());
const subject = fc.constantFrom("a", "ab", "b", "ü/1");

/** An event to send: an upload, a firing or a CloudEvent. There are few possible events, so some are sent twice. */
const sent = fc.record({
  stream: fc.constantFrom("s3" as const, "http" as const, "schedule" as const),
  time,
  subject,
  number: fc.integer({ min: 1, max: 3 }),
});
type Sent = typeof sent extends fc.Arbitrary<infer T> ? T : never;

/** The fields of the entry that the log must have: those for filters, and those for its position. */
interface Kept {
  readonly id: string;
  readonly stream: string;
  readonly time: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string;
}

const Ids = z.array(z.object({ id: z.string() }));

const write = async ({ s3, http, schedule }: World, { stream, time, subject, number }: Sent): Promise<Kept> => {
  if (stream === "s3") {
    const event = { Records: [s3Record({ key: encodeURIComponent(subject), time, sequencer: String(number) })] };
    const { ids } = await deliver(s3, event);
    const type = "com.amazonaws.s3.ObjectCreated:Put";
    return { id: ids[0] ?? "", stream, time, type, source: "aws:s3.eu-central-1.bucket", subject };
  }
  if (stream === "http") {
    const event = {
      id: `${subject} ${number} ${time}`,
      source: `/source/${number}`,
      type: `t${number}`,
      subject,
      time,
    };
    const { id } = bodyOf(await deliver(http, cloudEvent(event)));
    return { ...event, id, stream };
  }
  const source = `arn:aws:scheduler:eu-central-1:123456789012:schedule/${number}/${subject.split("/")[0]}`;
  const { ids } = await deliver(schedule, { scheduleArn: source, scheduledTime: time });
  const type = "tributary.schedule.fired";
  return { id: ids[0] ?? "", stream, time, type, source, subject: subject.split("/")[0] ?? "" };
};

const query = fc.record({
  streams: fc.subarray(["s3", "http", "schedule"]),
  order: fc.constantFrom("asc", "desc"),
  limit: fc.integer({ min: 1, max: 12 }),
  timeRange: fc.option(fc.tuple(time, time), { nil: undefined }),
  filter: fc.constantFrom(
    {},
    { type: "t1" },
    { source: "/source/2" },
    { subject: "a" },
    { subject: "ab", type: "com.amazonaws.s3.ObjectCreated:Put" },
    { subjectPrefix: "a" },
  ),
});
type Query = typeof query extends fc.Arbitrary<infer T> ? T : never;

const NO_TIME_RANGE: [string, string] = ["", ""];

const targetOf = ({ streams, order, limit, timeRange: [a, b] = NO_TIME_RANGE, filter }: Query): string => {
  const parameters = new URLSearchParams({ order, limit: String(limit), ...filter });
  for (const stream of streams) parameters.append("stream", stream);
  if (a < b) for (const [name, value] of Object.entries({ from: a, to: b })) parameters.set(name, value);
  return `/logs?${parameters}`;
};

const isWanted = (entry: Kept, { streams, timeRange: [a, b] = NO_TIME_RANGE, filter }: Query): boolean =>
  (streams.length === 0 || streams.some((stream) => stream === entry.stream)) &&
  (a >= b || (a <= entry.time && entry.time < b)) &&
  Object.entries(filter).every(([name, value]) =>
    name === "subjectPrefix" ? entry.subject.startsWith(value) : Object(entry)[name] === value,
  );

/** The position of an entry in the order of the log: by time, then by hash, then by stream. */
const placeOf = ({ id, stream, time }: Kept): string => `${time}#${id.split(".")[3]}#${stream}`;

const answerOf = (kept: Iterable<Kept>, query: Query): readonly string[] => {
  const wanted = [...kept].filter((entry) => isWanted(entry, query));
  const sorted = wanted.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)).map(({ id }) => id);
  return query.order === "asc" ? sorted : sorted.reverse();
};

/** Reads all pages, and calls `meanwhile` after each of them. */
const idsOf = async (world: World, query: Query, meanwhile = async () => {}): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let next: string | undefined = targetOf(query); next !== undefined; ) {
    const answer = await page(world.logs, next);
    expect(answer.entries.length).toBeLessThanOrEqual(query.limit);
    ids.push(...answer.entries.map(({ id }) => id));
    next = answer.next;
    await meanwhile();
  }
  return ids;
};

const SCHEDULES = ["1", "3", "1;2026-03-01T00:00:00Z=5", "4;2026-02-28T23:59:59Z=1;2026-03-01T00:00:02Z=3"];

test("the pages of a list are the same as in a model of the log, for any events, filters and order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SCHEDULES),
      fc.array(sent, { minLength: 1, maxLength: 30 }),
      fc.array(query, { minLength: 3, maxLength: 3 }),
      async (SHARDS, events, queries) => {
        const world = await newWorld({ SHARDS });
        const kept = new Map<string, Kept>();
        for (const event of events) {
          const entry = await write(world, event);
          kept.set(entry.id, entry);
        }
        for (const query of queries)
          expect(await idsOf(world, query), targetOf(query)).toEqual(answerOf(kept.values(), query));
      },
    ),
    { numRuns: 60 },
  );
});

test("a list has all entries from before its first page, even if entries are written and a shard step is added between pages", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sent, { minLength: 5, maxLength: 20 }),
      fc.array(sent, { minLength: 5, maxLength: 20 }),
      query,
      async (events, later, query) => {
        const table = (await newWorld({ SHARDS: "2" })).table;
        const before = worldOf(table);
        const kept = new Map<string, Kept>();
        for (const event of events) {
          const entry = await write(before, event);
          kept.set(entry.id, entry);
        }
        const expected = answerOf(kept.values(), query);

        // The step is after all events that were written so far, as the rules for steps require.
        const after = worldOf({ ...table, shards: parseShards("2;2026-03-01T00:00:05Z=7") });
        const rest = later.values();
        const all = new Map(kept);
        const writeOne = async () => {
          const { value } = rest.next();
          if (value === undefined) return;
          const entry = await write(after, value);
          all.set(entry.id, entry);
        };
        const found = await idsOf(after, query, writeOne);
        expect(new Set(found).size).toBe(found.length);
        expect(found.filter((id) => expected.includes(id))).toEqual(expected);
        expect(answerOf(all.values(), query).filter((id) => found.includes(id))).toEqual(found);
      },
    ),
    { numRuns: 30 },
  );
});

test("entries with equal times in several streams are read one by one", async () => {
  const world = await newWorld({ SHARDS: "3" });
  const at = new Date(START).toISOString();
  const batch = Array.from({ length: 8 }, (_, n) => ({
    ...{ specversion: "1.0", id: String(n), source: "/s", type: "t", time: at, subject: "a" },
  }));
  const headers = { "content-type": "application/cloudevents-batch+json" };
  const answers = Ids.parse(
    bodyOf(await deliver(world.http, request("POST", "/events", headers, JSON.stringify(batch)))),
  );
  const { ids } = await deliver(world.s3, {
    Records: batch.map(({ id }) => s3Record({ key: id, time: at, sequencer: id + 1 })),
  });
  const all = [...answers.map(({ id }) => id), ...ids];
  const read = await idsOf(world, { streams: [], order: "asc", limit: 1, timeRange: undefined, filter: {} });
  expect(read.toSorted()).toEqual(all.toSorted());
});
