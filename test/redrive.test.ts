import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { contextOf } from "../src/local/context.ts";
import { fixture } from "../src/local/fixture.ts";
import { has } from "../src/log/has.ts";
import { dynamoStore, type Store } from "../src/log/store.ts";
import type { LambdaHandler } from "../src/middleware/lambda.ts";
import { Found, lookEvent } from "../src/middleware/look.ts";
import { clientContextOf } from "../src/middleware/originalRequestId.ts";
import { writing } from "../src/middleware/stack.ts";
import type { Message } from "../src/redrive/deadLetter.ts";
import { redrive, type Services } from "../src/redrive/redrive.ts";
import type { Redriven } from "../src/redrive/redriven.ts";
import { describeBatch } from "../src/redrive/streamBatch.ts";
import { http } from "../src/schemas/http.ts";
import { s3 } from "../src/schemas/s3.ts";
import { streams } from "../src/streams.ts";
import { queueOf } from "./failureQueue.ts";
import { s3Record } from "./sent.ts";
import { streamFailure } from "./streamFailure.ts";
import { deliverAs, newWorld, readAll, request, worldOf } from "./world.ts";

const S3 = "arn:aws:lambda:eu-central-1:123456789012:function:S3";
const SCHEDULE = "arn:aws:lambda:eu-central-1:123456789012:function:Schedule";

/** A message of Lambda: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const failed = (requestPayload: unknown, requestId = "r", functionArn = S3): Message => ({
  id: `message of ${requestId}`,
  body: JSON.stringify({
    version: "1.0",
    timestamp: "2026-03-01T00:00:00.000Z",
    requestContext: {
      requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition: "RetriesExhausted",
      approximateInvokeCount: 3,
    },
    requestPayload,
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: { errorType: "AggregateError", errorMessage: "1 of 1 records could not be kept", trace: [] },
  }),
  attributes: {},
});

/** A message of EventBridge Scheduler: https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
const dead = (input: unknown, attributes: Readonly<Record<string, string>> = {}, id = "m"): Message => ({
  id,
  body: JSON.stringify(input),
  attributes: {
    SCHEDULE_ARN: "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/tick",
    TARGET_ARN: SCHEDULE,
    SCHEDULED_TIME: "2026-03-01T10:00:00Z",
    ERROR_CODE: "AWS.Scheduler.InternalServerError",
    ERROR_MESSAGE: "down",
    ...attributes,
  },
});

type Invoked = Parameters<Services<Message>["invoke"]>[0];

const newQueue = async () => {
  const world = await newWorld();
  const messages: Message[] = [];
  const invoked =
    (handler: LambdaHandler<unknown>) =>
    ({ functionArn, event, requestId }: Invoked) =>
      handler(event, {
        ...contextOf("redriven"),
        invokedFunctionArn: functionArn,
        clientContext: clientContextOf(requestId),
      });
  const functions = new Map<string, (invoked: Invoked) => Promise<unknown>>([
    [S3, invoked(world.s3)],
    [SCHEDULE, invoked(world.schedule)],
  ]);
  const queue = queueOf(messages);
  const driven = (dry: boolean) => {
    const invoke = async (invoked: Invoked): Promise<unknown> => functions.get(invoked.functionArn)?.(invoked);
    return redrive({ queue, invoke }, dry);
  };
  return {
    ...world,
    messages,
    drive: (dry: boolean) => Array.fromAsync(driven(dry)),
    /** Ends a dry run after its first message. */
    breakOff: async () => {
      for await (const _ of driven(true)) break;
    },
    replace: (arn: string, by: (invoked: Invoked) => Promise<unknown>) => {
      const replaced = functions.get(arn);
      functions.set(arn, async (invoked) => (has(invoked.event, "tributary:look") ? replaced?.(invoked) : by(invoked)));
    },
  };
};

const brief = (all: readonly Redriven[]) =>
  all.map((one) => {
    if (one.status === "instream") return `${one.status} ${describeBatch(one.batch)}`;
    return "found" in one ? `${one.status} ${one.found.records}/${one.found.kept}` : `${one.status} ${one.error}`;
  });

describe("a redrive", () => {
  let queue: Awaited<ReturnType<typeof newQueue>>;
  const written = async () => (await readAll(queue.logs, "/logs")).length;
  beforeEach(async () => {
    queue = await newQueue();
    queue.messages.push(
      failed(fixture("s3-many")),
      dead(fixture("schedule-scheduler-context")),
      failed(fixture("s3-mixed")),
    );
  });

  test("that is a dry run reports the messages in the queue, and changes nothing", async () => {
    expect(brief(await queue.drive(true))).toEqual(["waiting 3/0", "waiting 1/0", "waiting 3/0"]);
    expect(queue.messages).toHaveLength(3);
    expect(await written()).toBe(0);
    expect(await readAll(queue.logs, "/rejected")).toEqual([]);
  });

  test("sends the events to their functions again and empties the queue, and a second redrive changes nothing", async () => {
    await queue.drive(false);
    expect(queue.messages).toEqual([]);
    expect(await written()).toBe(6);
    queue.messages.push(failed(fixture("s3-many")), failed(fixture("s3-mixed")));
    expect(brief(await queue.drive(true))).toEqual(["waiting 3/3", "waiting 3/3"]);
    await queue.drive(false);
    expect(queue.messages).toEqual([]);
    expect(await written()).toBe(6);
    expect(await readAll(queue.logs, "/rejected")).toHaveLength(1);
  });

  test("makes the remaining messages visible again at once", async () => {
    await queue.drive(true);
    expect(await queue.drive(true)).toHaveLength(3);
  });

  test("leaves a message in the queue if its function still fails, and goes on", async () => {
    queue.replace(S3, async () => {
      throw new Error("still down");
    });
    expect(brief(await queue.drive(false))).toEqual(["failing still down", "redriven 1/0", "failing still down"]);
    expect(queue.messages).toEqual([failed(fixture("s3-many")), failed(fixture("s3-mixed"))]);
  });

  test("counts the records that are in the log, rejections too", async () => {
    const { Records } = z.object({ Records: z.array(z.unknown()) }).parse(fixture("s3-mixed"));
    await queue.s3({ Records: Records.slice(0, 2) }, contextOf("S3"));
    const kept = (await written()) + (await readAll(queue.logs, "/rejected")).length;
    expect(kept).toBe(2);
    expect(brief(await queue.drive(true)).at(-1)).toBe("waiting 3/2");
    await queue.s3({ Records }, contextOf("S3"));
    expect(brief(await queue.drive(true)).at(-1)).toBe("waiting 3/3");
  });

  describe("trusts the log and not the function, and deletes nothing", () => {
    const withRecords =
      (change: (records: readonly unknown[]) => readonly unknown[]) =>
      ({ event }: Invoked) => {
        const { Records } = z.object({ Records: z.array(z.unknown()) }).parse(event);
        return queue.s3({ Records: change(Records) }, contextOf("S3"));
      };
    test.each([
      [
        "says that it kept everything, but kept nothing",
        async () => ({ received: 3, written: 3, duplicate: 0, rejected: 0 }),
      ],
      ["keeps only the first record", withRecords((records) => records.slice(0, 1))],
      [
        "loses the record that it should reject",
        withRecords((records) => records.filter((record) => has(record, "s3"))),
      ],
      ["answers something else", async () => "hello"],
    ])("when the function %s", async (_, liar) => {
      queue.replace(S3, liar);
      queue.messages.splice(0, 2);
      expect(brief(await queue.drive(false))).toEqual([
        expect.stringMatching(/^failing .* of 3 records are not in the log/),
      ]);
      expect(queue.messages).toHaveLength(1);
    });
  });

  test("does not trust a function that cannot say what is in the log", async () => {
    queue.messages.splice(0, 2);
    const { logs } = queue;
    expect(
      await Array.fromAsync(redrive({ queue: queueOf(queue.messages), invoke: async () => "hello" }, false)),
    ).toEqual([
      expect.objectContaining({ status: "failing", error: expect.stringContaining("did not say which records") }),
    ]);
    expect(queue.messages).toHaveLength(1);
    expect(await readAll(logs, "/logs")).toEqual([]);
  });

  test("counts a rejection as missing if the log refuses it, and the function fails", async () => {
    const rejects =
      (place: Store["place"]): Store["place"] =>
      async (stream, entry, at) =>
        stream === "rejected"
          ? { status: "refused", reason: "expired", issue: { path: [], code: "expired", message: "too old" } }
          : place(stream, entry, at);
    const store = dynamoStore(queue.table);
    const event = fixture("s3-mixed");
    const refusing = { ...store, place: rejects(store.place), find: rejects(store.find) };
    const lines: string[] = [];
    const { onEvent } = writing(streams, { store: refusing, print: (line) => void lines.push(line) });
    const handler = onEvent(s3("s3"));
    const context = contextOf("S3");
    const look = lookEvent({ functionArn: context.invokedFunctionArn, requestId: "first", event });
    expect(await handler(look, context)).toMatchObject({ records: 3, kept: 0 });
    await expect(handler(event, context)).rejects.toThrow(
      "1 of 3 records could not be kept: The rejection was not kept: too old",
    );
    expect(JSON.parse(lines.join())).toMatchObject({ received: 3, written: 2, rejected: 0, failed: 1 });
    expect(await handler(look, context)).toMatchObject({
      ...{ records: 3, kept: 2 },
      each: [
        { status: "missing" },
        { status: "kept", subject: "mixed/café 1.txt" },
        { status: "kept", subject: "mixed/2.txt" },
      ],
    });
    const answer = await onEvent(http("http"))(
      request("POST", "/events", { "content-type": "application/json" }, "{}"),
      contextOf("http"),
    );
    expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "5" } });
    expect(await readAll(queue.logs, "/rejected")).toEqual([]);
  });

  test("fails if it cannot read the log", async () => {
    const store = dynamoStore({ ...queue.table, name: "gone" });
    const context = contextOf("S3");
    const event = fixture("s3-mixed");
    const look = lookEvent({ functionArn: context.invokedFunctionArn, requestId: "first", event });
    await expect(writing(streams, { store }).onEvent(s3("s3"))(look, context)).rejects.toThrow("3 of 3 records");
  });

  test("answers with as many records as fit in the answer of a function, and says how many it left out", async () => {
    const keys = Array.from({ length: 1_700 }, (_, n) => `${"\u0001".repeat(990)}${n}`);
    const event = { Records: keys.map((key) => s3Record({ key: encodeURIComponent(key), sequencer: "01" })) };
    const context = contextOf("S3");
    const look = lookEvent({ functionArn: context.invokedFunctionArn, requestId: "first", event });
    const answer = await queue.onEvent(s3("s3"))(look, context);
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(6 * 1024 * 1024);
    const { records, kept, each = [], leftOut = 0 } = Found().parse(answer);
    expect([records, kept, each.length + leftOut]).toEqual([1_700, 0, 1_700]);
    expect(each.map(({ subject }) => subject)).toEqual(keys.slice(0, -leftOut).map(encodeURIComponent));
  });

  test("that stops early makes all its messages visible again", async () => {
    await queue.breakOff();
    expect(await queue.drive(true)).toHaveLength(3);
  });

  test.each([
    ["is not JSON", { id: "m", body: "nonsense", attributes: {} }],
    ["has neither of the two known shapes", { id: "m", body: "{}", attributes: {} }],
    ["has no event", failed(undefined)],
    ["was cut off", dead({}, { IS_PAYLOAD_TRUNCATED: "true" })],
  ])("reports a message as unreadable and leaves it in the queue if it %s", async (_, message) => {
    queue.messages.splice(0, 3, message);
    expect((await queue.drive(false)).map(({ status }) => status)).toEqual(["unreadable"]);
    expect(queue.messages).toEqual([message]);
  });

  describe("of a batch of a stream", () => {
    const batch = (name: string, streamArn: string) => ({
      id: "m",
      attributes: {},
      body: JSON.stringify(streamFailure(name, `${S3}:$LATEST`, streamArn)),
    });
    const TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000";
    const STREAM = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders";

    test.each([
      ["DDBStreamBatchInfo", TABLE, /keeps them until 2026-03-02T00:00:00.000Z\. Before that, create the event source/],
      ["KinesisBatchInfo", STREAM, /keeps them at least until 2026-03-02T00:00:00.000Z, or longer/],
    ])("names the place and the deadline of %s, and does and deletes nothing", async (name, arn, deadline) => {
      queue.replace(S3, () => Promise.reject(new Error("This must not be invoked")));
      queue.messages.splice(0, 3, batch(name, arn));
      for (const dry of [true, false]) {
        const [line = "", ...others] = brief(await queue.drive(dry));
        expect(others).toEqual([]);
        expect(line).toContain(
          `instream 3 records of ${arn}, shard shardId-000000000001, sequence numbers 100 to 300.`,
        );
        expect(line).toMatch(deadline);
      }
      expect(queue.messages).toHaveLength(1);
    });

    test.each([
      ["a text", (event: unknown) => JSON.stringify(event)],
      ["an object", (event: unknown) => event],
    ])("sends the whole event again if the message holds it as %s", async (_, write) => {
      const { body, ...message } = batch("KinesisBatchInfo", STREAM);
      queue.messages.splice(0, 3, {
        ...message,
        body: JSON.stringify({ ...JSON.parse(body), payload: write(fixture("s3-many")) }),
      });
      expect(brief(await queue.drive(false))).toEqual(["redriven 3/0"]);
      expect(queue.messages).toEqual([]);
      expect(await written()).toBe(3);
    });

    test("that answers with failures stays in the queue, even if the log has all records", async () => {
      queue.messages.splice(0, 2);
      await queue.s3(fixture("s3-mixed"), contextOf("S3"));
      queue.replace(S3, async () => ({ batchItemFailures: [{ itemIdentifier: "100" }, { itemIdentifier: "200" }] }));
      expect(brief(await queue.drive(false))).toEqual([
        "failing The function could not keep 2 records of its batch. Its log says why",
      ]);
      expect(queue.messages).toHaveLength(1);
    });

    test.each([["[1"], [""], [5], [null]])("is unreadable if the payload is %j", async (payload) => {
      const { body, ...message } = batch("Other", STREAM);
      queue.messages.splice(0, 3, { ...message, body: JSON.stringify({ ...JSON.parse(body), payload }) });
      expect((await queue.drive(false)).map(({ status }) => status)).toEqual(["unreadable"]);
      expect(queue.messages).toHaveLength(1);
    });
  });

  test("replaces the keywords that EventBridge Scheduler left in the input", async () => {
    const input = { scheduleArn: "<aws.scheduler.schedule-arn>", scheduledTime: "<aws.scheduler.scheduled-time>" };
    queue.messages.splice(0, 3, dead(input));
    await queue.drive(false);
    expect(await readAll(queue.logs, "/logs")).toMatchObject([{ subject: "tick", time: "2026-03-01T10:00:00.000Z" }]);
  });

  describe("of a schedule whose constant input is rejected", () => {
    const input = { job: "nightly" };
    const rejected = async () => (await readAll(queue.logs, "/rejected")).length;
    beforeEach(() => void queue.messages.splice(0));

    test("keeps the rejection once, after all tries of Lambda failed", async () => {
      const broken = worldOf({ ...queue.table, name: "gone" });
      for (let tries = 0; tries < 3; tries++)
        await expect(deliverAs("spent", broken.schedule, input)).rejects.toThrow("could not be kept");
      queue.messages.push(failed(input, "spent", SCHEDULE));
      expect(brief(await queue.drive(true))).toEqual(["waiting 1/0"]);
      expect(brief(await queue.drive(false))).toEqual(["redriven 1/0"]);
      expect(queue.messages).toEqual([]);
      expect(await rejected()).toBe(1);
      queue.messages.push(failed(input, "spent", SCHEDULE));
      expect(brief(await queue.drive(false))).toEqual(["redriven 1/1"]);
      expect(await rejected()).toBe(1);
    });

    test("finds the rejection if a try kept it and its answer was lost", async () => {
      await deliverAs("lost", queue.schedule, input);
      queue.messages.push(failed(input, "lost", SCHEDULE));
      expect(brief(await queue.drive(true))).toEqual(["waiting 1/1"]);
      expect(brief(await queue.drive(false))).toEqual(["redriven 1/1"]);
      expect(await rejected()).toBe(1);
    });

    test("keeps equal firings as separate rejections, from messages of Lambda and of EventBridge Scheduler", async () => {
      queue.messages.push(failed(input, "one", SCHEDULE), failed(input, "two", SCHEDULE));
      queue.messages.push(dead(input, {}, "three"), dead(input, {}, "four"));
      expect(brief(await queue.drive(false))).toEqual(Array(4).fill("redriven 1/0"));
      expect(queue.messages).toEqual([]);
      expect(await rejected()).toBe(4);
    });

    test("uses the id of the message if the message does not name the request", async () => {
      const { body, ...message } = failed(input, "", SCHEDULE);
      queue.messages.push({ ...message, body }, { ...message, body: body.replace('"requestId":"",', ""), id: "other" });
      expect(brief(await queue.drive(false))).toEqual(["redriven 1/0", "redriven 1/0"]);
      expect(await rejected()).toBe(2);
    });

    test("deletes nothing if an old version of the function ignores the id of the request", async () => {
      queue.replace(SCHEDULE, ({ event }) => queue.schedule(event, contextOf("Schedule")));
      queue.messages.push(failed(input, "old", SCHEDULE));
      expect(brief(await queue.drive(false))).toEqual([expect.stringMatching(/^failing .* 1 of 1 records are not/)]);
      expect(queue.messages).toHaveLength(1);
    });
  });
});
