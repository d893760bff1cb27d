import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { fixture } from "../../src/local/fixture.ts";
import { s3Record } from "../sent.ts";
import { deliver, newWorld, type World } from "../world.ts";
import { cli, fetchOf, objectsIn, post, type Settings } from "./cli.ts";

const NOW = Date.parse("2026-03-02T12:00:00.000Z");
const HOSTILE = "a\u202e\u200b\u001b[2J.txt"; // a direction mark, an invisible character, and an escape sequence that clears the screen

const WRITTEN = NOW - 1_000;
let now = WRITTEN;
let world: World;
let ids: readonly string[];
const tributary = (args: string, settings: Settings = {}) =>
  cli(args.split(" "), { fetch: fetchOf(world), now: () => now, ...settings });

beforeAll(async () => {
  world = await newWorld({}, () => now);
  const upload = async (key: string, time: string, sequencer: string) =>
    (await deliver(world.s3, { Records: [s3Record({ key: encodeURIComponent(key), time, sequencer })] })).ids[0] ?? "";
  ids = [
    await upload("cat.jpg", "2026-03-01T10:00:00.000Z", "03"),
    await upload("cat.jpg", "2026-03-01T10:00:01.000Z", "02"),
    await upload("dog.jpg", "2026-03-01T16:30:00.000Z", "04"),
  ];
  await post(world, '{"type":"order.paid","subject":"order-7","data":{"total":12345678901234567890.5}}', WRITTEN);
  await post(world, '{"subject":"order-8"}', WRITTEN);
  await post(world, '{"type":7}', WRITTEN);
  now = NOW;
});

test("logs prints the newest entries as a table that fits the terminal", async () => {
  const { out, code } = await tributary("logs", { width: 130 });
  expect(code).toBe(0);
  expect(out.replaceAll(/http\.0\.\S+/g, "http.0.<id>")).toBe(
    `${[
      "TIME                      STREAM    TYPE                                SUBJECT           ID",
      "2026-03-02T11:59:59.000Z  http      order.paid                          order-7           http.0.<id>",
      `2026-03-01T16:30:00.000Z  s3        com.amazonaws.s3.ObjectCreated:Put  dog.jpg           ${ids[2]}`,
      `2026-03-01T10:00:01.000Z  s3        com.amazonaws.s3.ObjectCreated:Put  cat.jpg           ${ids[1]}`,
      `2026-03-01T10:00:00.000Z  s3        com.amazonaws.s3.ObjectCreated:Put  cat.jpg           ${ids[0]}`,
    ].join("\n")}\n`,
  );
});

test.each([40, 60, 80, 100, 120])("no line of a table is wider than a terminal of %i columns allows", async (width) => {
  const { out } = await tributary("logs", { width });
  const least = 24 + 2 + 6 + 2 + 14 + 2 + 14; // a time is never cut, and every column keeps a few characters
  for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(Math.max(width, least));
});

test("a pipe gets one compact JSON object a line, and every number as it was sent", async () => {
  const { out, err, code } = await tributary("logs --limit 1");
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain('"data":{"total":12345678901234567890.5}');
  expect(objectsIn(out)).toHaveLength(1);
  expect((await tributary("logs --limit 1 --json", { width: 80 })).out).toBe(out);
});

test("a terminal is told that there are more entries, or none", async () => {
  expect((await tributary("logs --limit 2", { width: 80 })).err).toBe(
    "2 shown. There are more: use --since or --limit\n",
  );
  expect(await tributary("logs --type nothing", { width: 80 })).toEqual({ out: "", err: "No entries\n", code: 0 });
  expect(await tributary("logs --type nothing")).toEqual({ out: "", err: "", code: 0 });
});

test("a comma is an or within a flag, and flags are an and", async () => {
  const subjects = async (args: string) => objectsIn((await tributary(args)).out).map(({ subject }) => subject);
  expect(await subjects("logs --stream s3,http --order asc")).toEqual(["cat.jpg", "cat.jpg", "dog.jpg", "order-7"]);
  expect(await subjects("logs --type order.*,nothing --type none")).toEqual(["order-7"]);
  expect(await subjects("logs --stream s3 --subject-prefix d")).toEqual(["dog.jpg"]);
  expect(await subjects("logs --since 1d --until 1h")).toEqual(["dog.jpg"]);
  expect(await subjects("logs --since 2026-03-01T10:00:01Z --until 2026-03-01T12:00:00Z")).toEqual(["cat.jpg"]);
});

test("with --since, all entries of the time range are printed, over as many pages as it takes", async () => {
  const large = await newWorld({}, () => now);
  for (let n = 0; n < 220; n++) await post(large, `{"type":"t${n}"}`, WRITTEN - n);
  const settings = { fetch: fetchOf(large) };
  expect(objectsIn((await tributary("logs", settings)).out)).toHaveLength(50);
  expect(objectsIn((await tributary("logs --since 1d", settings)).out)).toHaveLength(220);
  expect(objectsIn((await tributary("logs --limit 210", settings)).out)).toHaveLength(210);
});

test("nothing in the data can touch the terminal: not its screen, not the direction of the text", async () => {
  const hostile = await newWorld({}, () => now);
  const body = JSON.stringify({
    type: "t",
    subject: HOSTILE.replace("\u001b", ""),
    data: { [HOSTILE]: HOSTILE, c1: "\u009b2J" },
  });
  now = WRITTEN;
  await post(hostile, body, WRITTEN);
  await post(hostile, '{"type":"\\u001b[2J"}', WRITTEN);
  now = NOW;
  const settings = { fetch: fetchOf(hostile), width: 120 };
  const [entry] = objectsIn((await tributary("logs", { fetch: settings.fetch })).out);
  for (const args of [
    "logs",
    "logs --json",
    "logs --rejected",
    "rejected",
    `get ${entry.id}`,
    `get ${entry.id} --context 3`,
    "stats",
  ]) {
    const { out, err } = await tributary(args, settings);
    expect(out, args).toContain("\n");
    expect(`${out}${err}`.replaceAll("\r\u001b[2K", ""), args).not.toMatch(/[^\P{C}\n]/u);
  }
  expect((await tributary("logs", { ...settings, width: 160 })).out).toContain("a\\u{202e}\\u{200b}[2J.txt");
  const shown = (await tributary(`get ${entry.id}`, settings)).out;
  expect(JSON.parse(shown), "the escapes are JSON, so the value is the same").toEqual(entry);
  const piped = (await tributary(`get ${entry.id}`, { fetch: settings.fetch })).out;
  expect(piped, "a pipe gets the characters themselves").toContain("\u202e");
  const wrong = await tributary("logs --stream \u001b[2J", settings);
  expect([wrong.code, wrong.err]).toEqual([1, expect.not.stringContaining("\u001b")]);
});

test("history prints what happened to a subject, oldest first, and marks what came out of order", async () => {
  const { out } = await tributary("history cat.jpg", { width: 160 });
  expect(out).toBe(
    `${[
      "TIME                      TYPE                                NOTE          ID                                  SOURCE",
      `2026-03-01T10:00:00.000Z  com.amazonaws.s3.ObjectCreated:Put                ${ids[0]}  aws:s3.eu-central-1.bucket`,
      `2026-03-01T10:00:01.000Z  com.amazonaws.s3.ObjectCreated:Put  out of order  ${ids[1]}  aws:s3.eu-central-1.bucket`,
    ].join("\n")}\n`,
  );
});

test("get prints one entry, or a rejection, and its neighbors", async () => {
  const [, id = ""] = ids;
  expect(objectsIn((await tributary(`get ${id}`)).out)).toMatchObject([{ id, subject: "cat.jpg" }]);
  expect((await tributary(`get ${id}`, { width: 80 })).out).toMatch(/^\{\n {2}"specversion": "1.0",\n/);
  const neighbors = objectsIn((await tributary(`get ${id} --context 3`)).out).map(({ id }) => id);
  expect(neighbors).toEqual([ids[2], ids[1], ids[0]]);
  const [rejection] = objectsIn((await tributary("logs --rejected --limit 1")).out);
  expect(objectsIn((await tributary(`get ${rejection.id}`)).out)).toEqual([rejection]);
  expect(objectsIn((await tributary(`rejected ${rejection.id}`)).out)).toEqual([rejection]);
});

test("rejected groups the rejections by trigger, reason and path", async () => {
  const { out } = await tributary("rejected", { width: 100 });
  expect(out).toBe(
    `${[
      "TRIGGER  REASON  WHERE       COUNT  FIRST              LAST",
      "http     schema  event.type      2  2026-03-02T11:59Z  2026-03-02T11:59Z",
    ].join("\n")}\n`,
  );
  expect(await tributary("rejected --since 2026-03-03", { width: 80 })).toEqual({
    out: "",
    err: "Nothing was rejected\n",
    code: 0,
  });
});

test("logs --rejected prints each fault with its place", async () => {
  const { out } = await tributary("logs --rejected", { width: 100 });
  expect(out.split("\n")[1]).toMatch(/^2026-03-02T11:59:59\.000Z {2}http {6}schema {2}event\.type/);
});

test("stats plots the counts of each bucket, and their totals", async () => {
  const { out } = await tributary("stats --since 2026-03-01", { width: 60 });
  expect(out).toBe(
    `${[
      "2026-03-01T10:00Z  2  ██████████████████████████████████████",
      "                   … 5 without entries",
      "2026-03-01T16:00Z  1  ███████████████████",
      "                   … 18 without entries",
      "2026-03-02T11:00Z  1  ███████████████████",
      "",
      "4 entries",
      "COUNT  STREAM  TYPE",
      "    3  s3      com.amazonaws.s3.ObjectCreated:Put",
      "    1  http    order.paid",
    ].join("\n")}\n`,
  );
  expect(objectsIn((await tributary("stats --since 2026-03-01 --by day")).out)).toMatchObject([
    { time: "2026-03-01T00:00:00.000Z", count: 3 },
    { time: "2026-03-02T00:00:00.000Z", count: 1 },
  ]);
  expect((await tributary("stats --rejected", { width: 60 })).out).toContain("    2  http     schema  event.type");
});

test("stats adds up a bucket that two answers counted in parts, and says how far it is", async () => {
  const row = (stream: string, count: number) => ({ stream, type: "t", count });
  const covered = { from: "2026-03-01T00:00:00.000Z", to: "2026-03-01T12:30:00.000Z" };
  const part = (time: string, ...counts: readonly ReturnType<typeof row>[]) => ({
    time: `2026-03-01T${time}:00:00.000Z`,
    complete: false,
    count: counts.reduce((sum, { count }) => sum + count, 0),
    counts,
  });
  const answers = [
    {
      by: "hour",
      covered,
      buckets: [part("11", row("a", 4)), part("12", row("a", 1), row("b", 2))],
      next: "/logs/stats?cursor=c",
    },
    { by: "hour", covered, buckets: [part("12", row("b", 5))] },
  ];
  const fetch = () => {
    let asked = 0;
    return async () => {
      asked += 1;
      return new Response(JSON.stringify(answers[asked - 1]));
    };
  };
  expect(objectsIn((await tributary("stats", { fetch: fetch() })).out)).toEqual([
    { time: "2026-03-01T11:00:00.000Z", count: 4, counts: [row("a", 4)] },
    { time: "2026-03-01T12:00:00.000Z", count: 8, counts: [row("a", 1), row("b", 7)] },
  ]);
  const { out, err } = await tributary("stats", { fetch: fetch(), width: 60 });
  expect(out).toContain("\n12 entries\nCOUNT  STREAM  TYPE\n    7  b       t\n    5  a       t\n");
  expect(err).toBe("\r\u001b[2KCounted up to 2026-03-01T12:30:00.000Z\r\u001b[2K");
});

describe("missed", () => {
  test("prints the firings that the log does not have", async () => {
    const schedule = { stream: "schedule", name: "fire", expression: "cron(0 * * * ? *)" };
    const fired = await newWorld({}, () => now, { schedule });
    for (const hour of ["06", "07", "09"])
      await deliver(fired.schedule, {
        ...z.looseObject({}).parse(fixture("schedule-scheduler")),
        resources: ["arn:aws:scheduler:eu-central-1:123456789012:schedule/default/fire"],
        time: `2026-03-02T${hour}:00:00Z`,
      });
    const settings = { fetch: fetchOf(fired), width: 100 };
    const { out, err, code } = await tributary("missed --since 2026-03-02 --until 2026-03-02T11:00:00Z", settings);
    expect(out).toBe(
      `${[
        "MISSED                    SCHEDULE  EXPRESSION",
        "2026-03-02T08:00:00.000Z  fire      cron(0 * * * ? *)",
        "2026-03-02T10:00:00.000Z  fire      cron(0 * * * ? *)",
      ].join("\n")}\n`,
    );
    expect([err, code]).toEqual(["fire, cron(0 * * * ? *): 5 expected, 3 found, 2 missed\n", 0]);
  });

  test("fails for a log without a schedule", async () => {
    const none = await newWorld({}, () => now);
    expect(await tributary("missed", { fetch: fetchOf(none) })).toEqual({
      out: "",
      err: "tributary: The log at http://127.0.0.1:3000 says nothing about firings of the stream schedule: it has no schedule, or --stream names another stream\n",
      code: 1,
    });
  });
});
