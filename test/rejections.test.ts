import { describe, expect, test } from "vitest";
import * as z from "zod";
import { s3Record } from "./sent.ts";
import { bodyOf, deliver, deliverAs, newWorld, readAll, request } from "./world.ts";

const world = await newWorld();
const Rejected = z.object({
  payload: z.unknown(),
  size: z.int(),
  sha256: z.string(),
  truncated: z.literal(true).optional(),
});
const rejected = async () => (await readAll(world.logs, "/rejected?limit=200")).length;
const payloadOf = async (id: string | undefined) => {
  const { data } = bodyOf(await deliver(world.logs, request("GET", `/rejected/${id}`)));
  return Rejected.parse(data).payload;
};

describe("a bad event without an identity", () => {
  test("leaves one rejection for each firing of a schedule, however often Lambda tries it", async () => {
    const before = await rejected();
    for (let firing = 0; firing < 24; firing++)
      for (let tries = 0; tries < 2; tries++)
        expect(await deliverAs(`firing ${firing}`, world.schedule, { job: "nightly" })).toMatchObject({ rejected: 1 });
    expect(await rejected()).toBe(before + 24);
  });

  test("leaves one rejection for each record, even if the records are equal", async () => {
    const event = { Records: [{}, {}] };
    const { ids } = await deliverAs("two", world.s3, event);
    expect(new Set(ids).size).toBe(2);
    expect((await deliverAs("two", world.s3, event)).ids).toEqual(ids);
    for (const id of ids) expect(await payloadOf(id)).toEqual({});
  });

  test("leaves one rejection for each request if its envelope is unknown", async () => {
    const ids = await Promise.all(["a", "a", "b"].map(async (id) => (await deliverAs(id, world.s3, { x: 1 })).ids[0]));
    expect(new Set(ids).size).toBe(2);
  });
});

describe("an EventBridge event", () => {
  const fired = {
    ...{ version: "0", id: "d167b752-343a-4b28-afd6-d4de056319e8", account: "111122223333", region: "eu-central-1" },
    ...{ "detail-type": "Scheduled Event", source: "aws.events", time: "2026-03-01T09:00:00Z", detail: {} },
    resources: ["arn:aws:events:eu-central-1:111122223333:rule/tick"],
  };

  test.each([
    ["from a rule", {}],
    ["from EventBridge Scheduler", { source: "aws.scheduler", detail: "{}", time: "2026-03-01T10:00:00Z" }],
    [
      "without a detail-type, as an input transformer may send it",
      { "detail-type": undefined, time: "2026-03-01T11:00:00Z" },
    ],
  ])("%s is a firing", async (_, change) => {
    expect(await deliver(world.schedule, { ...fired, ...change })).toMatchObject({ written: 1 });
  });

  test.each([
    ["AWS API Call via CloudTrail", { detail: { eventName: "PutRule", eventSource: "events.amazonaws.com" } }],
    ["AWS API Call via CloudTrail", { source: "aws.scheduler", detail: { eventName: "CreateSchedule" } }],
    ["EC2 Instance State-change Notification", { source: "aws.ec2", detail: { state: "pending" } }],
    ["CodePipeline Pipeline Execution State Change", { source: "aws.codepipeline" }],
    ["Object Created", { source: "aws.s3", resources: ["arn:aws:s3:::bucket"] }],
    ["Job of a universal target", { source: "shop", detail: { job: "nightly" } }],
    ["scheduled event", {}],
    ["", {}],
    [null, {}],
  ])("with the detail-type %j is not a firing and is rejected", async (kind, change) => {
    const event = { ...fired, ...change, "detail-type": kind };
    const { ids, rejected } = await deliver(world.schedule, event);
    expect(rejected).toBe(1);
    const { data } = bodyOf(await deliver(world.logs, request("GET", `/rejected/${ids[0]}`)));
    expect(data).toMatchObject({ reason: "schema", issues: [{ path: ["detail-type"] }], payload: event });
    expect(data.issues).toHaveLength(1);
  });
});

test("a bad S3 record leaves one rejection, even if S3 sends it in two events", async () => {
  const event = { Records: [s3Record({ key: "told twice", time: "yesterday" })] };
  const { ids } = await deliver(world.s3, event);
  expect((await deliver(world.s3, event)).ids).toEqual(ids);
});

test("payloads that differ only in a credential leave two rejections", async () => {
  const sent = (password: string) => ({ ...s3Record({ time: "yesterday" }), password });
  const tried = async (password: string) => (await deliverAs("r", world.schedule, { password })).ids;
  const pairs = [(await deliver(world.s3, { Records: [sent("one"), sent("two")] })).ids];
  pairs.push([...(await tried("one")), ...(await tried("two"))]);
  for (const ids of pairs) {
    expect(new Set(ids).size).toBe(2);
    expect(await payloadOf(ids[0])).toEqual(await payloadOf(ids[1]));
  }
});
