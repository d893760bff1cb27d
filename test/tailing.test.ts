import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BEHIND_MS,
  begin,
  FOLLOW_BACK_SECONDS,
  followed,
  followFrom,
  isCaughtUp,
  LATE_MS,
  type State,
  tailed,
} from "../src/api/tailing/tailing.ts";
import type { Entry } from "../src/log/entry.ts";
import { LATE_MS as LATE_IN_THE_LOG_MS } from "../src/log/item.ts";
import { SETTLE_MS } from "../src/log/settled.ts";
import { s3Record } from "./sent.ts";
import { deliver, newWorld, type Page, page, type World, worldOf } from "./world.ts";

const START = Date.parse("2026-03-01T00:00:00.000Z");
const MINUTE = 60_000;
const END = START + 40 * MINUTE;
const isoOf = (ms: number): string => new Date(ms).toISOString();

/** An answer of a follower, which always has both of these. */
const settled = ({ entries, next = "", reached = "" }: Page) => ({ entries, next, reached });

const upload = async ({ s3 }: World, key: string, time: number): Promise<string> => {
  const { ids } = await deliver(s3, { Records: [s3Record({ key, time: isoOf(time) })] });
  return ids[0] ?? "";
};

/** A client over the log that keeps its state as a command does: as text, after it has shown what is new. */
const newClient = ({ logs }: World, path: string, limit?: number) => {
  const target = limit === undefined ? path : `${path}${path.includes("?") ? "&" : "?"}limit=${limit}`;
  const shown: string[] = [];
  let saved = "";
  const state = (): State => JSON.parse(saved);
  const get = (target: string) => page(logs, target);
  const show = (step: { readonly state: State; readonly unseen: readonly Entry[] }, isKilled = false) => {
    shown.push(...step.unseen.map(({ id }) => id));
    if (!isKilled) saved = JSON.stringify(step.state);
    return step.unseen.map(({ id }) => id);
  };
  return {
    shown,
    state,
    show,
    begin: async () => {
      const follow = settled(await get(followFrom(path, limit)));
      return show(begin(target, { follow, list: await get(target) }));
    },
    tail: async (isKilled?: boolean) => show(tailed(state(), await get(state().tail)), isKilled),
    follow: async (isKilled?: boolean) => show(followed(state(), settled(await get(state().follow))), isKilled),
    answers: async () => ({ tail: await get(state().tail), follow: settled(await get(state().follow)) }),
  };
};

/** An event, and its deliveries: some are late, some are repeated, some are dated ahead. */
const happening = fc.record({
  atMs: fc.integer({ min: -3 * MINUTE, max: 15 * MINUTE }),
  deliveries: fc.array(
    fc.record({
      afterMs: fc.oneof(
        fc.integer({ min: 0, max: 5_000 }),
        fc.integer({ min: -4 * MINUTE, max: 90_000 }),
        fc.integer({ min: 59_990, max: 60_010 }),
        fc.integer({ min: 0, max: 15 * MINUTE }),
      ),
      /** The entry becomes visible so long after its `recordedtime`. */
      putMs: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 25_000 })),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});

/** What the client does after a while. An answer may be under way for a long time, in which the client handles others. */
const action = fc.record({
  afterMs: fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 2 * MINUTE })),
  does: fc.constantFrom("tail", "tail", "tail", "follow", "bothAtOnce", "delayedTail", "restart"),
});

test("a client misses nothing and shows nothing twice, whatever is late, repeated, delayed or restarted", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 1, maxLength: 15 }),
      fc.array(action, { minLength: 5, maxLength: 25 }),
      fc.constantFrom("1", "3"),
      fc.integer({ min: 1, max: 60 }),
      fc.boolean(),
      async (happenings, actions, SHARDS, limit, followsFirst) => {
        let now = START;
        const { table } = await newWorld({ SHARDS });
        const world = worldOf(table, () => now);
        /** Each entry with the time from which on it must be shown: that at which it became visible. */
        const visible = new Map<string, number>();
        const puts = happenings
          .flatMap(({ atMs, deliveries }, key) =>
            deliveries.map(({ afterMs, putMs }) => ({
              key,
              time: START + atMs,
              recorded: START + atMs + afterMs,
              putMs,
            })),
          )
          .sort((a, b) => a.recorded + a.putMs - b.recorded - b.putMs);
        const putUntil = async (end: number) => {
          while (puts[0] !== undefined && puts[0].recorded + puts[0].putMs <= end) {
            const { key, time, recorded, putMs } = puts.shift() ?? { key: 0, time: 0, recorded: 0, putMs: 0 };
            const id = await upload(
              worldOf(table, () => recorded),
              String(key),
              time,
            );
            if (!visible.has(id)) visible.set(id, recorded + putMs);
          }
          now = end;
        };

        await putUntil(START);
        const client = newClient(world, "/logs", limit);
        const listed = await client.begin();
        const delayed: Page[] = [];
        for (const { afterMs, does } of actions) {
          await putUntil(now + afterMs);
          if (does === "tail") await client.tail();
          if (does === "follow") await client.follow();
          if (does === "delayedTail") delayed.push((await client.answers()).tail);
          if (does === "bothAtOnce") {
            const { tail, follow } = await client.answers();
            if (followsFirst) client.show(followed(client.state(), follow));
            client.show(tailed(client.state(), tail));
            if (!followsFirst) client.show(followed(client.state(), follow));
          }
          if (does === "restart") await putUntil(now + 10 * MINUTE);
          if (does !== "delayedTail")
            for (const answer of delayed.splice(0)) client.show(tailed(client.state(), answer));
        }
        await putUntil(Math.max(now, END) + 30 * MINUTE);
        while ((await page(world.logs, client.state().follow)).entries.length > 0) await client.follow();
        await client.follow();

        expect(new Set(client.shown).size, "something was shown twice").toBe(client.shown.length);
        const missed = [...visible].filter(([id, at]) => !client.shown.includes(id) && at > START).map(([id]) => id);
        expect(missed, "something was missed").toEqual([]);
        expect(client.state().shown, "the memory is empty when follow has caught up").toEqual({});
        expect(listed.length).toBeLessThanOrEqual(visible.size);
      },
    ),
    { numRuns: 20, endOnFailure: true },
  );
});

describe("a client", async () => {
  const at = { now: START };
  const world = await newWorld({}, () => at.now);
  const written = async (key: string, time: number) => {
    at.now = time;
    return upload(world, key, time);
  };
  const old = await written("old", START - 60 * MINUTE);
  const recent = await written("recent", START - 123_000);
  const newest = await written("newest", START - 1_000);
  at.now = START;
  const client = newClient(world, "/logs?stream=s3");

  test("begins with the list, oldest first", async () => {
    expect(await client.begin()).toEqual([old, recent, newest]);
    expect(Object.keys(client.state().shown)).toEqual([newest]);
    expect(client.state().tail).toBe("/logs?stream=s3&tail=now");
  });

  test("shows an entry as soon as tail has it, and only once", async () => {
    at.now += 1_000;
    const id = await upload(world, "a", at.now);
    expect(await client.tail()).toEqual([id]);
    expect(await client.tail()).toEqual([]);
  });

  test("shows what tail leaves out when follow delivers it", async () => {
    const late = await upload(world, "late", at.now - 10 * MINUTE);
    expect(await client.tail()).toEqual([]);
    at.now += SETTLE_MS + 1;
    expect(await client.follow()).toEqual([late]);
    expect(client.state().shown).toEqual({});
  });

  test("goes on from its saved state after a long time, without a gap", async () => {
    const ids = [];
    for (let n = 0; n < 3; n++) {
      at.now += 10 * MINUTE;
      ids.push(await upload(world, `while it was away ${n}`, at.now));
    }
    at.now += 1_000;
    expect(await client.tail()).toEqual([ids[2]]);
    expect(await client.follow()).toEqual([ids[0], ids[1]]);
  });

  test("shows no more than one answer again after a kill", async () => {
    at.now += 10 * MINUTE;
    await client.follow();
    const id = await upload(world, "killed", at.now);
    expect(await client.tail(true)).toEqual([id]);
    expect(await client.tail()).toEqual([id]);
    at.now += 10 * MINUTE;
    expect(await client.follow(true)).toEqual([]);
    expect(await client.follow()).toEqual([]);
  });

  test("drops what expires before follow delivers it", async () => {
    const id = "s3.0.a.expired";
    const [time, recordedtime] = [isoOf(at.now), isoOf(at.now)];
    const { state } = tailed(client.state(), { entries: [{ id, time, recordedtime }], next: client.state().tail });
    expect(Object.keys(state.shown)).toContain(id);
    at.now += 10 * MINUTE;
    expect(followed(state, settled(await page(world.logs, state.follow))).state.shown).toEqual({});
  });

  test("does not show an answer of tail that comes after follow has delivered its entries", async () => {
    at.now += 10 * MINUTE;
    await client.follow();
    const ids = [await upload(world, "b", at.now), await upload(world, "c", at.now)];
    const { tail } = await client.answers();
    at.now += SETTLE_MS + 1;
    expect((await client.follow()).toSorted()).toEqual(ids.toSorted());
    expect(client.show(tailed(client.state(), tail))).toEqual([]);
  });

  test("remembers what follow has delivered of a millisecond in which its answer ended", async () => {
    const one = newClient(world, "/logs?stream=s3", 1);
    await one.begin();
    while ((await one.follow()).length > 0);
    const ids = [await upload(world, "d", at.now), await upload(world, "e", at.now)];
    const tail = await page(world.logs, "/logs?stream=s3&tail=now");
    at.now += SETTLE_MS + 1;
    const first = await one.follow();
    expect(first).toHaveLength(1);
    expect(one.show(tailed(one.state(), tail))).toEqual(ids.filter((id) => id !== first[0]));
    expect(await one.follow()).toEqual([]);
  });
});

test("a follower has caught up when it is about two minutes behind, whatever its answer holds", async () => {
  let now = START;
  const world = await newWorld({}, () => now);
  const client = newClient(world, "/logs", 1);
  await client.begin();
  for (let n = 0; n < 3; n++) await upload(world, `${n}`, now + n * 30_000);
  now += 10 * MINUTE;
  const caughtUp = [];
  for (let n = 0; n < 3; n++) {
    const answer = settled(await page(world.logs, client.state().follow));
    client.show(followed(client.state(), answer));
    caughtUp.push([answer.entries.length, isCaughtUp(answer, now)]);
  }
  expect(caughtUp).toEqual([
    [1, false],
    [1, false],
    [1, true],
  ]);
});

test("a client sees the slowest write that its first list does not hold yet", async () => {
  const WRITE_MS = SETTLE_MS - LATE_MS - 5_000; // all but the difference of two clocks
  let now = START;
  const { table } = await newWorld();
  const client = newClient(
    worldOf(table, () => now + 5_000),
    "/logs",
  );
  await client.begin();
  now += 1;
  const recorded = now - WRITE_MS;
  const id = await upload(
    worldOf(table, () => recorded),
    "slow",
    recorded - LATE_MS,
  );
  expect(await client.tail()).toEqual([]);
  now += SETTLE_MS;
  expect(await client.follow()).toEqual([id]);
});

test("a client follows from before the time up to which everything has settled, by two clocks that differ", () => {
  expect(FOLLOW_BACK_SECONDS * 1000).toBe(SETTLE_MS + 5_000);
  expect(LATE_MS).toBe(LATE_IN_THE_LOG_MS);
  expect(BEHIND_MS).toBe(SETTLE_MS);
  expect(followFrom("/rejected")).toBe("/rejected?follow=-125s&limit=200");
});
