import { describe, expect, test } from "vitest";
import type { Invoked } from "./failed.ts";
import { pollQueue, type Queued } from "./queue.ts";
import { pollShard } from "./shard.ts";

type Batch = readonly string[];

const naming = (...ids: Batch): Invoked => ({
  status: "answered",
  answer: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) },
});
const error: Invoked = { status: "threw" };

/** A function that notes each batch, and ends as `endOf` says. */
const noting = (endOf: (batch: Batch, times: number) => Invoked) => {
  const batches: Batch[] = [];
  const invoke = async ({ Records }: { readonly Records: readonly unknown[] }): Promise<Invoked> => {
    batches.push(Records.map(String));
    return endOf(Records.map(String), batches.length);
  };
  return { batches, invoke };
};

describe("a queue", () => {
  const message = (id: string, group?: string): Queued => ({ id, group, record: () => id });
  const settings = { batchSize: 10, maxReceiveCount: 3, deliversTwice: () => false };
  const poll = async (
    messages: readonly Queued[],
    endOf: (batch: Batch, times: number) => Invoked,
    more: object = {},
  ) => {
    const { batches, invoke } = noting(endOf);
    const dead = await pollQueue(messages, { ...settings, ...more, invoke });
    return { batches, dead: dead.map(({ id }) => id) };
  };

  test("delivers again only the messages that the answer names", async () => {
    const { batches, dead } = await poll([message("a"), message("b")], (_, times) =>
      times === 1 ? naming("b") : naming(),
    );
    expect({ batches, dead }).toEqual({ batches: [["a", "b"], ["b"]], dead: [] });
  });

  test.each([
    ["an error", error],
    ["a dead process", { status: "died" }],
    ["an unknown identifier", naming("x")],
    ["an empty identifier", naming("")],
    ["a list of other things", { status: "answered", answer: { batchItemFailures: [{ id: "a" }] } }],
  ] satisfies (readonly [string, Invoked])[])("takes %s for a failure of the whole batch", async (_, end) => {
    const { batches } = await poll([message("a"), message("b")], (_, times) => (times === 1 ? end : naming()));
    expect(batches).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });

  test.each([null, undefined, {}, { batchItemFailures: null }, { batchItemFailures: [] }, { written: 0 }])(
    "takes the answer %j for success",
    async (answer) => {
      expect((await poll([message("a")], () => ({ status: "answered", answer }))).batches).toEqual([["a"]]);
    },
  );

  test("moves a message to the dead-letter queue after so many receives", async () => {
    const { batches, dead } = await poll([message("a"), message("b")], (batch) =>
      naming(...batch.filter((id) => id === "a")),
    );
    expect({ batches, dead }).toEqual({ batches: [["a", "b"], ["a"], ["a"]], dead: ["a"] });
  });

  test("tells the record how often its message was received", async () => {
    const counts: number[] = [];
    const counted = { id: "a", record: (receives: number) => counts.push(receives) };
    await poll([counted], () => error);
    expect(counts).toEqual([1, 2, 3]);
  });

  test("has the messages of a group in one batch at a time, in order", async () => {
    const messages = ["1", "2", "3"].flatMap((n) => [message(`a${n}`, "a"), message(`b${n}`, "b")]);
    const { batches } = await poll(messages, () => naming(), { batchSize: 2 });
    expect(batches).toEqual([
      ["a1", "b1"],
      ["a2", "b2"],
      ["a3", "b3"],
    ]);
  });

  test("may deliver a message of a standard queue twice at the same moment", async () => {
    const { batches } = await poll([message("a"), message("b")], () => naming(), {
      deliversTwice: ({ id }: Queued) => id === "b",
    });
    expect(batches).toEqual([["a", "b"], ["b"]]);
  });
});

describe("a shard", () => {
  const records = ["1", "2", "3", "4"].map((sequenceNumber) => ({ sequenceNumber, record: sequenceNumber }));
  const settings = { batchSize: 4, retries: 2, bisects: false, maximumAge: Number.POSITIVE_INFINITY };
  const poll = async (endOf: (batch: Batch, times: number) => Invoked, more: object = {}) => {
    const { batches, invoke } = noting(endOf);
    const discarded = await pollShard(records, { ...settings, ...more, invoke });
    return { batches: batches.map((batch) => batch.join("")), discarded };
  };

  test("delivers its records in order, one batch at a time", async () => {
    expect((await poll(() => naming(), { batchSize: 3 })).batches).toEqual(["123", "4"]);
  });

  test("goes on at the lowest sequence number that failed", async () => {
    const { batches } = await poll((_, times) => (times === 1 ? naming("4", "2") : naming()));
    expect(batches).toEqual(["1234", "234"]);
  });

  test("gives up the rest of a batch after its last retry, with the whole event, and goes on", async () => {
    const { batches, discarded } = await poll((batch) => naming(...batch.filter((one) => one === "2")), {
      batchSize: 3,
    });
    expect(batches).toEqual(["123", "23", "23", "23", "4"]);
    expect(discarded).toEqual([{ condition: "RetryAttemptsExhausted", payload: '{"Records":["2","3"]}' }]);
  });

  test("splits a batch in two after an error, and a split is no retry", async () => {
    const { batches, discarded } = await poll((batch) => (batch.includes("3") ? error : naming()), {
      bisects: true,
      retries: 1,
    });
    expect(batches).toEqual(["1234", "12", "34", "3", "3", "4"]);
    expect(discarded).toEqual([{ condition: "RetryAttemptsExhausted", payload: '{"Records":["3"]}' }]);
  });

  test("gives up records that have grown too old", async () => {
    const { batches, discarded } = await poll(() => error, { retries: 100, maximumAge: 1 });
    expect(batches).toEqual(["1234", "1234"]);
    expect(discarded).toEqual([{ condition: "RecordAgeExceeded", payload: '{"Records":["1","2","3","4"]}' }]);
  });
});
