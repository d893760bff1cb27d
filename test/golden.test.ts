import { describe, expect, test } from "vitest";
import { dynamoStore } from "../src/log/store.ts";
import { writing } from "../src/middleware/stack.ts";
import { dynamodb } from "../src/schemas/dynamodb.ts";
import { eventbridge } from "../src/schemas/eventbridge.ts";
import { kinesis } from "../src/schemas/kinesis.ts";
import { sns } from "../src/schemas/sns.ts";
import { sqs } from "../src/schemas/sqs.ts";
import { snsRecord, sqsRecord, waysOf } from "./messages.ts";
import { kinesisRecord, message, newPolledWorld, tableChange } from "./polled.ts";
import { newTable } from "./table.ts";
import { deliver, deliverAs, newWorld, readAll, request } from "./world.ts";

/**
 * These vectors fix the ids for good, because an event that is delivered again after an upgrade must find its entry.
 * You may add a vector. Never change one that has been released.
 */
const { s3, http, schedule } = await newWorld({ SHARDS: "1;2026-06-01T00:00:00Z=16" });

const record = {
  eventSource: "aws:s3",
  awsRegion: "eu-central-1",
  eventTime: "2026-01-02T03:04:05.678Z",
  eventName: "ObjectCreated:Put",
  responseElements: { "x-amz-request-id": "C3D13FE58DE4C810" },
  s3: { bucket: { name: "bucket" }, object: { key: "a+b/%C3%BC.txt", sequencer: "0055AED6DCD90281E5" } },
};
const object = (change: object) => ({ s3: { bucket: record.s3.bucket, object: { ...record.s3.object, ...change } } });

describe("the id of an S3 record", () => {
  test.each([
    ["with a sequencer", {}, "s3.0.mjwaidke._vqhFKBFl70c_I2tA3Cq"],
    ["for a version", object({ versionId: "v1" }), "s3.0.mjwaidke.zJl0Pdqd1Ekv8ymRRzRN"],
    ["on sixteen shards", { eventTime: "2026-06-01T00:00:00.000Z" }, "s3.5.mpufzeo0._vqhFKBFl70c_I2tA3Cq"],
    [
      "without a sequencer",
      { eventName: "ObjectTagging:Put", ...object({ sequencer: undefined }) },
      "s3.0.mjwaidke.itJfhzGLXFaEmJYxgc3R",
    ],
  ])("is fixed %s", async (_, change, id) => {
    expect((await deliver(s3, { Records: [{ ...record, ...change }] })).ids).toEqual([id]);
  });

  test("is fixed for two restores, which have the sequencer of the object's creation", async () => {
    const restore = (requestId: string) => ({
      ...record,
      eventName: "ObjectRestore:Post",
      responseElements: { "x-amz-request-id": requestId },
    });
    expect((await deliver(s3, { Records: [restore("1"), restore("2")] })).ids).toEqual([
      "s3.0.mjwaidke.fX4FkPNmfbVRZ6xPmF39",
      "s3.0.mjwaidke.03_TK8eBg58N-kYQa698",
    ]);
  });

  test("is fixed for the test event", async () => {
    const event = { Event: "s3:TestEvent", Time: "2026-01-02T03:04:05.678Z", Bucket: "bucket", RequestId: "R" };
    expect((await deliver(s3, event)).ids).toEqual(["s3.0.mjwaidke.LLdPqSI0UVWjuw1f7k4P"]);
  });
});

describe("the id of an S3 record in a message", () => {
  const ways = Object.entries(waysOf({ Records: [record] }));
  test.each(ways)("is that of the record itself: %s", async (_, event) => {
    const { s3Queue, s3BothWays, logs } = await newWorld();
    for (const handler of [s3Queue, s3BothWays]) await deliver(handler, event);
    expect((await readAll(logs, "/logs")).map(({ id }) => id)).toEqual(["s3.0.mjwaidke._vqhFKBFl70c_I2tA3Cq"]);
  });

  test.each([
    ["of a queue", sqsRecord("m1", "poison"), "rejected.0.mjwaidke.0tZ2OaKKzpO4jBiG3fDI"],
    ["of a topic", snsRecord("m1", "poison"), "rejected.0.mjwaidke.ghIKVJ3TytW22beszeWt"],
  ])("is fixed for the rejection of a message %s that holds none", async (_, message, id) => {
    const { s3Queue, logs } = await newWorld({}, () => Date.parse("2026-01-02T03:04:05.678Z"));
    await deliver(s3Queue, { Records: [message] });
    expect((await readAll(logs, "/rejected")).map(({ id }) => id)).toEqual([id]);
  });
});

describe("the id of an event of a topic or a bus", async () => {
  const streams = { sns: {}, eventbridge: {} };
  const { onEvent } = writing(streams, { store: dynamoStore(await newTable({}, streams)), print: () => {} });
  test("is fixed for a notification of a topic", async () => {
    const event = { Records: [snsRecord("m1", "Hello")] };
    expect((await deliver(onEvent(sns("sns")), event)).ids).toEqual(["sns.0.mjuohs3f.E72D6umiDc75o2244UZA"]);
  });
  test("is fixed for an event of a bus", async () => {
    const event = { id: "1", source: "s", "detail-type": "t", time: "2026-01-02T03:04:05Z", detail: {} };
    expect((await deliver(onEvent(eventbridge("eventbridge")), event)).ids).toEqual([
      "eventbridge.0.mjwaid1k.vVgH1eyEqsPaFViu0Gt9",
    ]);
  });
});

describe("the id of an HTTP event", () => {
  const call = (headers: Readonly<Record<string, string>>, body: unknown) => {
    const sent = request("POST", "/events", { "content-type": "application/json", ...headers }, JSON.stringify(body));
    const caller = { iam: { userArn: "arn:aws:iam::123456789012:user/a" } };
    const timeEpoch = Date.parse("2026-01-02T03:04:05.678Z");
    return { ...sent, requestContext: { ...sent.requestContext, requestId: "request", timeEpoch, authorizer: caller } };
  };
  const cloudEvent = { specversion: "1.0", id: "1", source: "/shop", type: "t" };
  test.each([
    ["in plain JSON", {}, { type: "t", data: 1 }, "http.0.mjwaidke.40JiE7LmMK5equ6VwR1L"],
    [
      "with an Idempotency-Key",
      { "idempotency-key": "k" },
      { type: "t", data: 1 },
      "http.0.mjwaidke.jRqVgPyhlCIHtkmjc_6s",
    ],
    [
      "that is a CloudEvent",
      { "content-type": "application/cloudevents+json" },
      { ...cloudEvent, time: "2026-01-02T03:04:05.678Z" },
      "http.0.mjwaidke.UGXBfePY-raXaEoNKeKW",
    ],
    [
      "that is a CloudEvent without a time",
      { "content-type": "application/cloudevents+json" },
      { ...cloudEvent, id: "2" },
      "http.0.mjwaidke.XFaqe_vBPVeec8U6lVlg",
    ],
  ])("%s is fixed", async (_, headers, body, id) => {
    const { headers: answered } = await deliver(http, call(headers, body));
    expect(answered?.["location"]).toBe(`/logs/${id}`);
  });
});

describe("the id of a firing", () => {
  test.each([
    [
      "of a rule",
      {
        source: "aws.events",
        time: "2026-01-02T03:04:00Z",
        resources: ["arn:aws:events:eu-central-1:123456789012:rule/tick"],
      },
      "schedule.0.mjwai96o.vRVrXCql35SeBCwB4NG5",
    ],
    [
      "of a schedule",
      {
        scheduleArn: "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/tick",
        scheduledTime: "2026-01-02T03:04:00Z",
      },
      "schedule.0.mjwai96o.QLVzDP64IsvAUKpYhrE3",
    ],
  ])("%s is fixed", async (_, event, id) => expect((await deliver(schedule, event)).ids).toEqual([id]));
});

describe("the id of a record that Lambda polls", async () => {
  const { onEvent, line } = await newPolledWorld();
  const shared = kinesisRecord("1", "key", "data");
  const fanOut = { ...shared, eventSourceARN: `${shared.eventSourceARN}/consumer/con1:1540591608` };
  const change = tableChange("1", { pk: { S: "a" } });
  test.each([
    ["of a queue", onEvent(sqs("sqs")), message("1"), "sqs.0.ml0tzerf.2E8hSG2oZrNldEH3qxgv"],
    ["of a FIFO queue", onEvent(sqs("sqs")), message("1", {}, { group: "a" }), "sqs.0.ml0tzerf.jMSrCXI4SY0jTItrel0B"],
    ["of a Kinesis stream", onEvent(kinesis("kinesis")), shared, "kinesis.0.ml0tzfff.tzTOtRPfEh0X360ivntS"],
    [
      "of a consumer of a Kinesis stream",
      onEvent(kinesis("kinesis")),
      fanOut,
      "kinesis.0.ml0tzfff.tzTOtRPfEh0X360ivntS",
    ],
    ["of the stream of a table", onEvent(dynamodb("dynamodb")), change, "dynamodb.0.ml0tzeo0.HUpoMiH5EAn-TzVI8Z3W"],
  ])("%s is fixed", async (_, handler, record, id) => {
    await deliver<unknown>(handler, { Records: [record] });
    expect(line().ids).toEqual([id]);
  });
});

describe("the id of a rejection", async () => {
  const world = await newWorld({}, () => Date.parse("2026-01-02T03:04:05.678Z"));

  test.each([
    [
      "of an S3 record is computed from the record as it was delivered",
      world.s3,
      { Records: [{ ...record, s3: {} }] },
      "rejected.0.mjwaidke.9_MfvUfu3exc6ZRmmyOC",
    ],
    [
      "of a firing is computed from the delivered event, its position and its request",
      world.schedule,
      { job: "nightly" },
      "rejected.0.mjwaidke.swOMNTm0czjJuiI7dFi3",
    ],
    [
      "of an unknown event is computed from the delivered event and its request",
      world.s3,
      { hello: 1 },
      "rejected.0.mjwaidke.tmQ_hQ7X28omjzF-IqF3",
    ],
  ])("%s", async (_, handler, event, id) => {
    expect((await deliverAs("request", handler, event)).ids).toEqual([id]);
  });

  test("of a bad record that Lambda polls is computed from the ARN of its source and its id there", async () => {
    const { onEvent, rejected } = await newPolledWorld(
      () => {},
      () => Date.parse("2026-01-02T03:04:05.678Z"),
    );
    await deliverAs("first", onEvent(sqs("sqs")), {
      Records: [message("1", {}, { attributes: { SentTimestamp: "" } })],
    });
    expect((await rejected()).map(({ id }) => id)).toEqual(["rejected.0.mjwaidke.1xpw_Dfj3ZJBBdA1P6B0"]);
  });

  const cloudEvent = { specversion: "1.0", id: "1", source: "/shop", type: "t" };
  test.each([
    [
      "of a bad CloudEvent is computed from its source and id",
      { ...cloudEvent, id: "2", time: "noon" },
      "rejected.0.mjwaidke.XqGM-XbO_aBJy8hwX6Za",
    ],
    [
      "of a conflict is computed from the source, the id and the content",
      { ...cloudEvent, data: 2 },
      "rejected.0.mjwaidke.ibHKbI_xUdggUnxk6RPf",
    ],
  ])("%s", async (_, event, id) => {
    const send = (event: object) =>
      deliver(
        world.http,
        request("POST", "/events", { "content-type": "application/cloudevents+json" }, JSON.stringify(event)),
      );
    await send({ ...cloudEvent, data: 1 });
    const { body = "" } = await send(event);
    expect(JSON.parse(body)).toMatchObject({ instance: `/rejected/${id}` });
  });
});
