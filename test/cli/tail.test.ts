import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Filling, fill } from "../fill.ts";
import { newWorld, worldOf } from "../world.ts";
import { cli, fetchOf, objectsIn, post } from "./cli.ts";

const START = Date.parse("2026-03-01T00:00:00.000Z");
const folder = mkdtempSync(join(tmpdir(), "tail-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A log with a clock of its own. Its events are sent at their times, while a tail waits or asks: an answer takes `answerMs`. */
const newScene = async ({ answerMs = 0 } = {}) => {
  let now = START;
  const world = await newWorld({}, () => now);
  const planned: { readonly at: number; readonly send: () => Promise<unknown> }[] = [];
  const passTo = async (end: number) => {
    for (;;) {
      const [next] = planned.toSorted((a, b) => a.at - b.at);
      if (next === undefined || next.at > end) break;
      planned.splice(planned.indexOf(next), 1);
      now = next.at;
      await next.send();
    }
    now = end;
  };
  return {
    world,
    passTo,
    now: () => now,
    /** An event of this time is recorded so long after it, both in seconds since the start. */
    plan: (type: string, seconds: number, lateBy = 0) =>
      planned.push({
        at: START + (seconds + lateBy) * 1000,
        send: () =>
          post(
            worldOf(world.table, () => now),
            `{"type":"${type}"}`,
            START + seconds * 1000,
          ),
      }),
    /** Runs the command until so many seconds after the start. Then a person interrupts it. */
    tail: async (until: number, ...args: string[]) => {
      const interruption = new AbortController();
      const pause = async (ms: number) => {
        await passTo(now + ms);
        if (now >= START + until * 1000) interruption.abort(new Error("Interrupted"));
      };
      const fetch = fetchOf(world);
      const result = await cli(["tail", ...args], {
        fetch: async (...request) => {
          const answer = await fetch(...request);
          if (answerMs > 0) await pause(answerMs);
          return answer;
        },
        now: () => now,
        pause,
        signal: interruption.signal,
      });
      return { ...result, types: objectsIn(result.out).map(({ type }) => type) };
    },
  };
};

test("prints what comes at once, what comes late within two minutes, and nothing twice", async () => {
  const { plan, tail, passTo } = await newScene();
  plan("before", 1);
  await passTo(START + 5_000);
  for (let n = 0; n < 40; n++) plan(`live${n}`, 10 + n * 5);
  plan("late", 20, 100);
  const { types, code, err } = await tail(500);
  expect([code, err]).toEqual([0, ""]);
  expect(new Set(types).size).toBe(types.length);
  expect(types.filter((type) => type !== "late")).toEqual([
    "before",
    ...Array.from({ length: 40 }, (_, n) => `live${n}`),
  ]);
  expect(types, "an entry that tail leaves out comes from the follower").toContain("late");
});

test("on a busy log, it goes on to print what comes at once", async () => {
  const { plan, tail } = await newScene({ answerMs: 1_000 });
  for (let second = -126; second < 50; second += 0.5) plan(`t${second}`, second);
  const { types } = await tail(50, "--lines", "0");
  expect(types).toContain("t40");
});

test("begins with as many entries as --lines says", async () => {
  const { plan, tail, passTo } = await newScene();
  for (let n = 0; n < 20; n++) plan(`t${n}`, n);
  await passTo(START + 60_000);
  expect((await tail(70)).types).toEqual(Array.from({ length: 10 }, (_, n) => `t${n + 10}`));
  expect((await tail(80, "--lines", "2")).types).toEqual(["t18", "t19"]);
  expect((await tail(90, "--lines", "0")).types).toEqual([]);
  expect((await tail(100, "--type", "t3")).types).toEqual(["t3"]);
});

test("begins with more lines than a page has, and prints nothing of the past as if it was new", async () => {
  const { tail, world, passTo, plan } = await newScene();
  const recent = Array.from({ length: 1_300 }, (_, n) => ({
    stream: "http",
    time: new Date(START + Math.floor(n / 10) * 100).toISOString(),
    type: `t${n}`,
  }));
  await fill(world.table, START + 13_000, recent);
  await passTo(START + 80_000);
  plan("new", 90);
  expect((await tail(300, "--lines", "0")).types, "nothing but the new one").toEqual(["new"]);
  const { types } = await tail(310, "--lines", "250");
  expect([types.length, types.at(-1)]).toEqual([250, "new"]);
});

test("with --resume, it goes on where it stood, and says how long it was away", async () => {
  const { plan, tail, passTo } = await newScene();
  const place = join(folder, "place.json");
  plan("a", 10);
  expect((await tail(60, "--resume", place)).types).toEqual(["a"]);
  for (let n = 0; n < 120; n++) plan(`away${n}`, 100 + n * 100);
  await passTo(START + 6 * 3_600_000);
  const back = await tail(6 * 3600 + 300, "--resume", place);
  expect(back.types).toEqual(Array.from({ length: 120 }, (_, n) => `away${n}`));
  expect(back.err).toBe("Away 6 h, 120 caught up, none missed\n");
  expect((await tail(6 * 3600 + 400, "--resume", place)).types).toEqual([]);
});

test("with --resume and a filter, it has caught up only when it has looked through the whole time", async () => {
  const { plan, tail, passTo, world, now } = await newScene();
  const place = join(folder, "rare.json");
  await tail(5, "--resume", place, "--type", "rare");
  const time = new Date(START + 60_000).toISOString();
  await fill(world.table, now(), Array<Filling>(2_100).fill({ stream: "http", time, type: "noise" }));
  plan("rare", 90);
  await passTo(START + 3_600_000);
  const { types, err } = await tail(3_610, "--resume", place, "--type", "rare");
  expect([types, err]).toEqual([["rare"], "Away 60 min, 1 caught up, none missed\n"]);
});

test("after a kill at any moment, it misses nothing, and repeats one answer at most", async () => {
  const { plan, tail, passTo, world, now } = await newScene();
  const place = join(folder, "killed.json");
  await tail(5, "--resume", place);
  const saved = await readFile(place);
  for (let n = 0; n < 3; n++) plan(`t${n}`, 10 + n);
  const first = await tail(30, "--resume", place);
  await writeFile(place, saved); // as if it was killed before it saved its place
  const second = await tail(400, "--resume", place);
  expect(first.types).toEqual(["t0", "t1", "t2"]);
  expect(second.types.toSorted()).toEqual(["t0", "t1", "t2"]);
  expect([world.lines.length > 0, now() > START, await passTo(now())]).toEqual([true, true, undefined]);
});

test("a file that keeps the place of another tail, or something else, is not used and not changed", async () => {
  const { tail } = await newScene();
  const place = join(folder, "other.json");
  await tail(5, "--resume", place);
  const saved = await readFile(place, "utf8");
  const { err, code } = await tail(5, "--resume", place, "--type", "t");
  expect([err, code]).toEqual([
    `tributary: ${place} keeps the place of another tail, of /logs at http://127.0.0.1:3000: name another file for this one, or delete it\n`,
    2,
  ]);
  expect(await readFile(place, "utf8")).toBe(saved);
  await writeFile(place, "{}");
  expect((await tail(5, "--resume", place)).err).toBe(
    `tributary: ${place} does not keep the place of a tail: name another file, or delete it\n`,
  );
  await writeFile(place, "{");
  expect((await tail(5, "--resume", place)).err).toMatch(/is no JSON \(.*\): name another file, or delete it\n$/);
  expect((await tail(5, "--resume", "/nowhere/place.json")).err).toMatch(
    /^tributary: \/nowhere\/place\.json cannot be written: ENOENT/,
  );
});
