import { describe, expect, test } from "vitest";
import { newWorld } from "../world.ts";
import { cli, fetchOf } from "./cli.ts";

const world = await newWorld();
const tributary = (...args: string[]) => cli(args, { fetch: fetchOf(world) });

describe("wrong usage is told in one sentence, with the exit code 2", () => {
  test.each([
    [["logz"], "There is no command logz. Did you mean `logs`?"],
    [["unheard"], "There is no command unheard. See tributary --help"],
    [["logs", "--sinc", "1h"], "No flag registered for --sinc, did you mean --since? See --help"],
    [["logs", "--since"], "Expected input for flag --since. See --help"],
    [["history", "--since="], "Expected input for flag --since. See --help"],
    [["export", "-"], "An export needs a file, beside which it keeps its manifest: for stdout, use tributary logs"],
    [["logs", "more"], 'Too many arguments, expected 0 but encountered "more". See --help'],
    [["logs", "--limit", "x"], 'Failed to parse "x" for limit: Expected a whole number of at least 1. See --help'],
    [["get"], "Expected argument for id. See --help"],
    [["get", "a", "--context", "201"], "--context is at most 200"],
    [
      ["logs", "--url", "127.0.0.1:3000"],
      '"127.0.0.1:3000" is not the URL of an API: expected https://… or http://… without a query',
    ],
    [
      ["logs", "--url", "https://log.example.com"],
      "The URL https://log.example.com does not name a Region, so add --region to sign requests for it",
    ],
    [["send"], "Give either an event (JSON, a file or -), or --type and what belongs to it"],
    [["send", "{}", "--subject", "s"], "--subject and --field belong to --type. An event in JSON has them in itself"],
    [
      ["send", "--type", "t", "--field", "=1"],
      "--field =1 is wrong: expected name=value, as in total=42.5 or buyer.name=Ada",
    ],
    [
      ["send", "--type", "t", "--field", "a=1", "--field", "a.b=2"],
      "--field a.b=2 sets a, which another --field has set already",
    ],
    ...["", "käse", "a\nb", " a", "x".repeat(256)].map((key): [string[], string] => [
      ["send", "--type", "t", "--key", key],
      `Failed to parse "${key.replace("\n", "\\u{a}")}" for key: Expected 1 to 255 printable ASCII characters, without spaces around them. See --help`,
    ]),
    [
      ["send", "-", "--key", "x".repeat(241)],
      "For stdin, --key has at most 240 characters, because each line adds its number",
    ],
    [
      ["logs", "--url", "http://ada:secret@127.0.0.1:3000"],
      "The URL of an API has no user name and no password: requests are signed with AWS credentials",
    ],
    [
      ["verify", "/nowhere/file"],
      "/nowhere/file has no /nowhere/file.manifest.json: was it written by tributary export?",
    ],
  ])("%j", async (args, message) => {
    expect(await tributary(...args)).toEqual({ out: "", err: `tributary: ${message}\n`, code: 2 });
  });
});

describe("a failure is told in one sentence, with the exit code 1", () => {
  test.each([
    [["get", "s3.0.a.b"], "There is no entry s3.0.a.b here"],
    [["get", "a/b?c"], "There is no entry a/b?c here"],
    [["get", "rejected.0.a.b"], "There is no entry rejected.0.a.b here"],
    [
      ["logs", "--since", "never"],
      "The query is wrong; --since: Invalid time: expected RFC 3339, as in 2026-01-31T12:00:00Z; or a day in UTC, as in 2026-01-31; or an age, as in -15m, -1h, -7d or -2w",
    ],
    [["logs", "--since", "1h", "--until", "2h"], "The query is wrong; --until: `to` is not after `from`"],
    [["logs", "--order", "up"], 'The query is wrong; --order: Invalid option: expected one of "asc"|"desc"'],
    [["send", "{"], "The event is no JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)"],
    [["send", "[]"], 'The event is no JSON object: an event is {"type": …}'],
    [
      ["send", "/nowhere/event.json"],
      "/nowhere/event.json cannot be read: ENOENT: no such file or directory, open '/nowhere/event.json'",
    ],
  ])("%j", async (args, message) => {
    expect(await tributary(...args)).toEqual({ out: "", err: `tributary: ${message}\n`, code: 1 });
  });

  test("a local stack that is not started", async () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    const { err, code } = await cli(["logs"], {
      fetch: () => Promise.reject(new TypeError("fetch failed", { cause: refused })),
    });
    expect([err, code]).toEqual([
      "tributary: Nothing answers at http://127.0.0.1:3000 (ECONNREFUSED): start the local stack with npm start, or name a deployed one with --stack\n",
      1,
    ]);
  });

  test.each([
    [
      new Response("<html>", { status: 200 }),
      "http://127.0.0.1:3000 does not answer GET /logs as a log of this version: is this the URL of a log?",
    ],
    [
      new Response("<html>", { status: 404 }),
      "http://127.0.0.1:3000 answered GET /logs with 404 and no problem report: is this the URL of a log?",
    ],
    [new Response('{"message":"Not Found"}', { status: 404 }), "Not Found"],
  ])("a URL that is no log", async (answer, message) => {
    expect(await cli(["logs"], { fetch: async () => answer })).toEqual({
      out: "",
      err: `tributary: ${message}\n`,
      code: 1,
    });
  });
});

test("a URL may come from the environment, and a flag wins over it", async () => {
  const asked: string[] = [];
  const fetch = async (url: unknown) => {
    asked.push(String(url));
    return new Response('{"entries":[]}');
  };
  const env = { TRIBUTARY_URL: "http://127.0.0.1:1/base/" };
  await cli(["logs"], { fetch, env });
  await cli(["logs", "--url", "http://localhost:2"], { fetch, env });
  await cli(["logs"], { fetch, env: { TRIBUTARY_URL: "" } });
  expect(asked).toEqual([
    "http://127.0.0.1:1/base/logs?limit=50",
    "http://localhost:2/logs?limit=50",
    "http://127.0.0.1:3000/logs?limit=50",
  ]);
});

describe("a request that fails for a passing reason", () => {
  const failing = (times: number, status = 503, headers: Record<string, string> = {}) => {
    const pauses: number[] = [];
    let asked = 0;
    const fetch = async () => {
      asked += 1;
      return asked > times
        ? new Response('{"entries":[]}')
        : new Response('{"detail":"The log could not be read. Send the request again"}', { status, headers });
    };
    return { pauses, settings: { fetch, pause: async (ms: number) => void pauses.push(ms) } };
  };

  test("is sent again after a while, and the command says so", async () => {
    const { pauses, settings } = failing(2);
    expect(await cli(["logs"], settings)).toEqual({
      out: "",
      err: "The log could not be read. Send the request again. Trying again in 0.5 s\nThe log could not be read. Send the request again. Trying again in 1.0 s\n",
      code: 0,
    });
    expect(pauses).toEqual([500, 1000]);
  });

  test("waits as long as the log asks for", async () => {
    const { pauses, settings } = failing(1, 429, { "retry-after": "5" });
    await cli(["logs"], settings);
    expect(pauses).toEqual([5000]);
  });

  test("is given up after four attempts", async () => {
    const { pauses, settings } = failing(99);
    const { err, code } = await cli(["logs"], settings);
    expect([err.split("\n").at(-2), code]).toEqual(["tributary: The log could not be read. Send the request again", 1]);
    expect(pauses).toHaveLength(3);
  });

  test("is given up by a tail after about five minutes", async () => {
    const { pauses, settings } = failing(99);
    expect((await cli(["tail"], settings)).code).toBe(1);
    const seconds = pauses.reduce((sum, ms) => sum + ms, 0) / 1000;
    expect(seconds).toBeGreaterThan(200);
    expect(seconds).toBeLessThan(400);
  });
});
