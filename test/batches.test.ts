import { describe, expect, test, vi } from "vitest";
import * as z from "zod";
import type { LambdaHandler } from "../src/middleware/lambda.ts";
import { dynamodb } from "../src/schemas/dynamodb.ts";
import { kinesis } from "../src/schemas/kinesis.ts";
import type { BatchAnswer } from "../src/schemas/kit/batchAnswer.ts";
import { sqs } from "../src/schemas/sqs.ts";
import { kinesisRecord, message, newPolledWorld, tableChange } from "./polled.ts";
import { deliver } from "./world.ts";

type World = Awaited<ReturnType<typeof newPolledWorld>>;

interface Polled {
  readonly name: string;
  readonly handler: (world: World, work: (id: string) => unknown) => LambdaHandler<BatchAnswer>;
  /** A record with this id, which is also its identifier in the answer. */
  readonly record: (id: string, lane: string) => object;
  readonly bad: (id: string, lane: string) => object;
  /** The record without the identifier that the answer needs. The schema rejects it. */
  readonly nameless: (lane: string) => object;
}

const Named = z.object({ id: z.string() });
const named = (id: string) => JSON.stringify({ id });

const triggers: readonly Polled[] = [
  {
    name: "a FIFO queue",
    handler: ({ onEvent }, work) => onEvent(sqs("sqs", { body: Named }), ({ id }) => work(id)),
    record: (id, group) => message(id, { id }, { group }),
    bad: (id, group) => message(id, { id: 1 }, { group }),
    nameless: (group) => ({ ...message("", {}, { group }), receiptHandle: "same" }),
  },
  {
    name: "a Kinesis stream",
    handler: ({ onEvent }, work) => onEvent(kinesis("kinesis", { data: Named }), ({ id }) => work(id)),
    record: (id, key) => kinesisRecord(id, key, named(id)),
    bad: (id, key) => kinesisRecord(id, key, "no name"),
    nameless: (key) => kinesisRecord("", key, named("")),
  },
  {
    name: "the stream of a table",
    handler: ({ onEvent }, work) =>
      onEvent(dynamodb("dynamodb", { image: Named }), ({ newImage }) => work(newImage?.id ?? "")),
    record: (id, key) => tableChange(id, { pk: { S: key } }, { NewImage: { id: { S: id } } }),
    bad: (id, key) => tableChange(id, { pk: { S: key } }, { NewImage: { id: { N: id } } }),
    nameless: (key) => tableChange("", { pk: { S: key } }, { NewImage: { id: { S: "" } } }),
  },
];

const naming = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe.each(triggers)("a batch of $name", ({ handler, record, bad, nameless }) => {
  /** A new log, and work that fails at some ids. */
  const failingAt = async (...ids: readonly string[]) => {
    const world = await newPolledWorld();
    const failing = new Set(ids);
    const work = vi.fn((id: string) => {
      if (failing.has(id)) throw new Error(`the work broke at ${id}`);
      return { done: id };
    });
    return {
      world,
      work,
      failing,
      send: (...Records: readonly object[]) => deliver(handler(world, work), { Records }),
    };
  };
  const tried = ({ mock }: { mock: { calls: readonly (readonly string[])[] } }) => mock.calls.flat().toSorted();

  test("that is kept whole has an answer without failures, and each entry has the result of its work", async () => {
    const { world, send } = await failingAt();
    expect(await send(record("1", "a"), record("2", "b"))).toEqual(naming());
    const entries = await world.entries();
    expect(entries.map(({ result }) => result).toSorted()).toEqual(['{"done":"1"}', '{"done":"2"}']);
  });

  test("stops a lane at its first failure, names the rest of it without a try, and goes on in other lanes", async () => {
    const { world, work, send } = await failingAt("2");
    const answer = await send(...[1, 2, 3, 4].map((n) => record(`${n}`, "a")), record("5", "b"), record("6", "b"));
    expect(answer).toEqual(naming("2", "3", "4"));
    expect(tried(work)).toEqual(["1", "2", "5", "6"]);
    expect(await world.entries()).toHaveLength(3);
  });

  test("runs the records of one lane one after the other", async () => {
    const world = await newPolledWorld();
    const seen: string[] = [];
    const slow = handler(world, async (id) => {
      seen.push(`begin ${id}`);
      await new Promise((resolve) => setTimeout(resolve, id === "1" ? 30 : 0));
      seen.push(`end ${id}`);
    });
    await deliver(slow, { Records: [record("1", "a"), record("2", "a"), record("3", "a")] });
    expect(seen).toEqual(["1", "2", "3"].flatMap((id) => [`begin ${id}`, `end ${id}`]));
  });

  test("goes on in a lane after a rejection, which is kept and acknowledged", async () => {
    const { world, work, send } = await failingAt();
    expect(await send(record("1", "a"), bad("2", "a"), record("3", "a"))).toEqual(naming());
    expect(tried(work)).toEqual(["1", "3"]);
    expect(await world.rejected()).toHaveLength(1);
  });

  test("doubles nothing when Lambda delivers the failed records again, and does no work twice", async () => {
    const { world, work, failing, send } = await failingAt("2");
    await send(record("1", "a"), record("2", "a"), record("3", "a"), record("4", "b"), bad("5", "c"));
    failing.clear();
    expect(await send(record("2", "a"), record("3", "a"), record("4", "b"), bad("5", "c"))).toEqual(naming());
    expect(world.line()).toMatchObject({ received: 4, written: 2, duplicate: 1, rejected: 1, failed: 0 });
    expect(tried(work)).toEqual(["1", "2", "2", "3", "4"]);
    expect(await world.entries()).toHaveLength(4);
    expect(await world.rejected()).toHaveLength(1);
  });

  test("throws if every record failed", async () => {
    const { send } = await failingAt("1", "3");
    await expect(send(record("1", "a"), record("2", "a"), record("3", "b"))).rejects.toThrow(
      "3 of 3 records could not be kept: the work broke at 1",
    );
  });

  test("counts each failed record in the line and in the metrics that the alarms watch", async () => {
    const { world, send } = await failingAt("1");
    await send(record("1", "a"), record("2", "a"), record("3", "b"));
    expect(world.line()).toMatchObject({
      ...{ level: "error", received: 3, written: 1, rejected: 0, failed: 2 },
      failures: [
        { record: 0, error: "Error: the work broke at 1" },
        { record: 1, error: "Error: not tried, because an earlier record of its lane failed in this batch" },
      ],
      _aws: { CloudWatchMetrics: [{ Metrics: expect.arrayContaining([{ Name: "failed", Unit: "Count" }]) }] },
    });
  });

  test("with a record of another source is rejected with a reason that names both sources", async () => {
    const { world, send } = await failingAt();
    expect(await send({ eventSource: "aws:s3", s3: {} }, record("1", "a"))).toEqual(naming());
    expect(await world.rejected()).toMatchObject([
      {
        data: {
          issues: [{ path: ["eventSource"], message: expect.stringContaining("received aws:s3. Connect this") }],
        },
      },
    ]);
    expect(await world.entries()).toHaveLength(1);
  });

  test("throws if a failed record has no identifier, although the others are kept", async () => {
    const world = await newPolledWorld(({ input }) => {
      if ("Item" in input && String(input.Item?.["pk"]).startsWith("rejected#")) throw new Error("no rejections today");
    });
    const send = (...Records: readonly object[]) =>
      deliver(
        handler(world, () => {}),
        { Records },
      );
    await expect(send(nameless("a"), record("1", "b"))).rejects.toThrow(
      "1 of 2 records could not be kept: no rejections today",
    );
    expect(await world.entries()).toHaveLength(1);
  });

  test("keeps a record without an identifier as a rejection, once for all its deliveries", async () => {
    const { world, send } = await failingAt();
    for (const _ of ["once", "again"]) expect(await send(nameless("a"), record("1", "a"))).toEqual(naming());
    expect(await world.rejected()).toHaveLength(1);
  });
});
