import { expect, test } from "vitest";
import * as z from "zod";
import { contextOf } from "../src/local/context.ts";
import { fixture } from "../src/local/fixture.ts";
import { s3Record } from "./sent.ts";
import { deliver, newWorld, readAll } from "./world.ts";

const record = (key: unknown, sequencer: string) => s3Record({ key, sequencer });

const subjects = async ({ logs }: Awaited<ReturnType<typeof newWorld>>) =>
  (await readAll(logs, "/logs")).map(({ subject }) => subject).toSorted();

test("the keys of other records are decoded even if the first record is malformed or has a stray %", async () => {
  const world = await newWorld();
  const events = [null, {}, { eventSource: "aws:kafka" }, record(1, "1"), record("100%", "2")];
  for (const [i, first] of events.entries()) await deliver(world.s3, { Records: [first, record(`a+b-${i}`, `n${i}`)] });
  expect(await subjects(world)).toEqual(["100%", "a b-0", "a b-1", "a b-2", "a b-3", "a b-4"]);
});

test("an event object is not changed, so a second delivery does not decode its keys twice", async () => {
  const world = await newWorld();
  const event = { Records: [record("50%2525", "1")] };
  await world.s3(event, contextOf("s3"));
  expect(event).toEqual({ Records: [record("50%2525", "1")] });
  expect(await world.s3(event, contextOf("s3"))).toMatchObject({ duplicate: 1 });
  expect(await subjects(world)).toEqual(["50%25"]);
});

test("the input of a schedule is not decoded", async () => {
  const { schedule } = await newWorld();
  const event = { ...Object(fixture("schedule-scheduler-context")) };
  for (const [i, input] of [{ tasks: [] }, { records: [] }, { messages: [] }, { Records: "none" }].entries())
    expect(await deliver(schedule, { ...event, ...input, scheduledTime: `2026-01-0${i + 1}T00:00:00Z` })).toMatchObject(
      { written: 1 },
    );
});

const DELIVERED = [
  {
    eventID: "1",
    eventName: "MODIFY",
    eventSource: "aws:dynamodb",
    awsRegion: "eu-central-1",
    dynamodb: {
      ApproximateCreationDateTime: 1767225600,
      Keys: { pk: { S: "a" } },
      NewImage: {
        pk: { S: "a" },
        tags: { SS: ["x", "y"] },
        big: { N: "123456789012345678901234567890" },
        b: { B: "AAE=" },
      },
      StreamViewType: "NEW_IMAGE",
    },
    eventSourceARN: "arn:aws:dynamodb:eu-central-1:111122223333:table/t/stream/2026-01-01T00:00:00.000",
  },
  {
    kinesis: { partitionKey: "p", sequenceNumber: "1", data: "/wD+gA==", approximateArrivalTimestamp: 1767225600.123 },
    eventSource: "aws:kinesis",
    eventID: "shardId-000000000000:1",
  },
  { messageId: "m", eventSource: "aws:sqs", body: '{"Records":[{"sqs":{"object":{"key":"a+b%20c"}}}],"n":1.0}' },
  { EventSource: "aws:sns", Sns: { MessageId: "m", Message: '{"a": 1e400}' } },
  { s3: { object: { key: "a+b%2Fc" } }, eventSource: "aws:s3" },
  { eventSource: "minio:s3", s3: { bucket: {}, object: { key: "a+b%2Fc", size: "7" } } },
  { taskId: "t", s3Key: "a+b" },
  { "detail-type": "Object Created", detail: { object: { key: "a+b%20c" } } },
  { Event: "s3:TestEvent", Time: "yesterday" },
];

test.each(DELIVERED)("a rejected record is kept as it was delivered: %j", async (record) => {
  const world = await newWorld();
  await deliver(world.s3Queue, { Records: [record] });
  const [entry, ...others] = await readAll(world.logs, "/rejected");
  expect(others).toEqual([]);
  const { payload } = z.object({ payload: z.unknown() }).parse(entry?.data);
  expect(JSON.stringify(payload)).toBe(JSON.stringify(record));
});

test("a rejected event is kept as it was delivered", async () => {
  const world = await newWorld();
  const events = [
    { Records: "none", b: { "detail-type": 1 }, a: 1 },
    { source: "aws.ec2", "detail-type": "Object Created", detail: { object: { key: "a+b" } } },
    { Bucket: "b", Event: "s3:OtherEvent" },
  ];
  for (const event of events) await deliver(world.s3, event);
  const kept = (await readAll(world.logs, "/rejected")).map(({ data }) => JSON.stringify(Object(data).payload));
  expect(kept.toSorted()).toEqual(events.map((event) => JSON.stringify(event)).toSorted());
});

test("a record whose time is not admitted is kept as it was delivered", async () => {
  const world = await newWorld();
  const late = { ...record("a+b%2Fc", "1"), eventTime: "2999-01-01T00:00:00Z" };
  const event = {
    id: "1",
    source: "aws.s3",
    "detail-type": "Object Created",
    time: "2999-01-01T00:00:00Z",
    region: "r",
  };
  const bridged = { ...event, detail: { bucket: { name: "b" }, object: { key: "a+b" } } };
  await deliver(world.s3, { Records: [late] });
  await deliver(world.s3, bridged);
  const kept = (await readAll(world.logs, "/rejected")).map(({ data }) => JSON.stringify(Object(data).payload));
  expect(kept.toSorted()).toEqual([late, bridged].map((event) => JSON.stringify(event)).toSorted());
});

test("two equal records leave one rejection, in one event or in two", async () => {
  const world = await newWorld();
  for (const Records of [[{ s3: 1 }, { s3: 1 }], [{ s3: 2 }], [{ s3: 1 }]]) await deliver(world.s3, { Records });
  expect(await readAll(world.logs, "/rejected")).toHaveLength(2);
});
