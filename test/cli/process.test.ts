import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { listening } from "../../src/local/listening.ts";
import { IN_MEMORY } from "../../src/local/options.ts";
import { startSystem } from "../../src/local/system.ts";
import { failureQueue, startAws } from "./aws.ts";
import { objectsIn } from "./cli.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const { url, stop } = await startSystem(IN_MEMORY);
const servers: Server[] = [];
afterAll(async () => {
  await stop();
  for (const server of servers) server.close();
});

/** The real command in a process of its own. */
const start = (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  options: readonly string[] = [],
) => {
  const child = spawn(process.execPath, [...options, MAIN, ...args], {
    env: { PATH: process.env["PATH"], TRIBUTARY_URL: url, ...environment },
  });
  const ended = once(child, "close").then(([code]) => code);
  return { child, ended };
};
const tributary = async (args: readonly string[], input = "") => {
  const { child, ended } = start(args);
  child.stdin.end(input);
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { out, err, code };
};

test("a pipe gets only data on stdout, and everything else is on stderr", async () => {
  const sent = await tributary(["send", "-", "--key", "k"], '{"type":"a","data":{"x":"\u202e"}}\n{"type":1}\n');
  expect(objectsIn(sent.out).map(({ status }) => status)).toEqual(["created", "rejected"]);
  expect([sent.err, sent.code]).toEqual(["tributary: 1 of 2 rejected: tributary logs --rejected says why\n", 1]);
  const { out, err, code } = await tributary(["logs"]);
  expect([objectsIn(out), err, code]).toMatchObject([[{ type: "a", data: { x: "\u202e" } }], "", 0]);
  expect(await tributary(["logs", "--type", "nothing"])).toEqual({ out: "", err: "", code: 0 });
  expect((await tributary(["logs", "--nothing"])).code).toBe(2);
  expect((await tributary(["get", "nothing"])).code).toBe(1);
});

/** Events that are more than a pipe takes at once. */
const large = Array.from({ length: 100 }, (_, n) => `{"type":"large","data":"${"x".repeat(5_000)}${n}"}\n`).join("");

test("a broken pipe is no error", async () => {
  await tributary(["send", "-"], large);
  const { child, ended } = start(["logs", "--since", "1h"]);
  const err = text(child.stderr);
  await once(child.stdout, "data");
  child.stdout.destroy(); // as `head -1` does
  expect([await ended, await err]).toEqual([0, ""]);
});

test("send goes on if nobody reads its output, because the events are to be sent", async () => {
  const lines = Array.from({ length: 30 }, () => '{"type":"unread"}\n').join("");
  const { child, ended } = start(["send", "-", "--key", "unread"]);
  const err = text(child.stderr);
  child.stdin.end(lines);
  await once(child.stdout, "data");
  child.stdout.destroy();
  expect([await ended, await err]).toEqual([0, ""]);
  expect(objectsIn((await tributary(["logs", "--type", "unread"])).out)).toHaveLength(30);
});

test("redrive hides no message if nobody reads its forecast, and goes on with --yes", async () => {
  const functionArn = "arn:aws:lambda:eu-central-1:123456789012:function:f";
  const queueArn = "arn:aws:sqs:eu-central-1:123456789012:failures";
  const failed = JSON.stringify({
    requestContext: { requestId: "r", functionArn, condition: "RetriesExhausted" },
    requestPayload: {},
  });
  const queue = failureQueue(queueArn, Array(8).fill(failed));
  const aws = await startAws(() => ({
    outputs: {},
    json: queue.json,
    lambda: async (_, path) => {
      if (path.endsWith("/event-invoke-config"))
        return { body: { DestinationConfig: { OnFailure: { Destination: queueArn } } } };
      if (path.endsWith("/configuration")) return { body: { Environment: { Variables: { TABLE_NAME: "t" } } } };
      return { body: { records: 1, kept: 1 } };
    },
  }));
  servers.push(aws.server);
  const redrive = async (...more: readonly string[]) => {
    const { child, ended } = start(["redrive", "--queue", `${aws.url}/failures`, "--region", "eu-central-1", ...more], {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
    });
    await once(child.stdout, "data");
    child.stdout.destroy();
    return [await ended, queue.left(), queue.hidden()];
  };
  expect(await redrive()).toEqual([0, 8, 0]);
  expect(await redrive("--yes")).toEqual([0, 0, 0]);
});

test.skipIf(!existsSync("/dev/full"))("a full disk is told in one sentence", () => {
  const full = openSync("/dev/full", "w");
  const { stderr, status } = spawnSync(process.execPath, [MAIN, "completion", "bash"], {
    encoding: "utf8",
    stdio: ["ignore", full, "pipe"],
  });
  closeSync(full);
  expect([stderr, status]).toEqual([
    "tributary: The output could not be written: ENOSPC: no space left on device, write\n",
    1,
  ]);
});

test("an export fails if the disk takes only a part of the file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "full-"));
  await tributary(["send", "-"], large);
  const limited = spawn(
    "sh",
    ["-c", 'ulimit -f 8; exec "$0" "$@"', process.execPath, MAIN, "export", join(folder, "all.ndjson")],
    { env: { PATH: process.env["PATH"], TRIBUTARY_URL: url } },
  );
  const [err, [code]] = await Promise.all([text(limited.stderr), once(limited, "close")]);
  rmSync(folder, { recursive: true });
  expect([err, code]).toEqual([
    "tributary: EFBIG: file too large, write. The same command goes on where it stood\n",
    1,
  ]);
});

/** A server that never answers. It says when it was asked. */
const silent = async () => {
  const asked = Promise.withResolvers<void>();
  const server = createServer(() => asked.resolve());
  servers.push(server);
  return { url: await listening(server, 0), asked: asked.promise };
};

test("an interrupted command exits with 130, but tail with 0", async () => {
  const codeOf = async (args: readonly string[]) => {
    const server = await silent();
    const { child, ended } = start([...args, "--url", server.url]);
    const err = text(child.stderr);
    await server.asked;
    child.kill("SIGINT");
    return { code: await ended, err: await err };
  };
  expect(await codeOf(["logs"])).toEqual({ code: 130, err: "tributary: Interrupted\n" });
  expect(await codeOf(["tail"])).toEqual({ code: 0, err: "" });
});

test("a command that waits for stdin is interrupted, too", async () => {
  const { child, ended } = start(["send", "-", "--key", "i"]);
  const err = text(child.stderr);
  child.stdin.write('{"type":"a"}\n');
  await once(child.stdout, "data");
  child.kill("SIGINT");
  expect([await ended, await err]).toEqual([
    130,
    "tributary: Interrupted; 1 were sent before. Send the same again with --key i: nothing is sent twice\n",
  ]);
});

/** The URLs of the modules that a command loads. */
const loadedBy = async (...args: readonly string[]) => {
  const hook = `import{registerHooks}from"node:module";registerHooks({load(url,context,next){process.stderr.write(url+"\\n");return next(url,context)}})`;
  const { child, ended } = start(args, {}, ["--import", `data:text/javascript,${encodeURIComponent(hook)}`]);
  const [loaded, code] = await Promise.all([text(child.stderr), ended]);
  expect(code).toBe(0);
  return loaded;
};

test("without --stack, the AWS SDK is not loaded; help and completion load no schemas either", async () => {
  const logs = await loadedBy("logs", "--limit", "1");
  expect(logs).toContain("/src/cli/api/client.ts");
  expect(logs).toContain("/zod/");
  expect(logs).not.toMatch(/@aws-sdk|@smithy|csv-/);
  expect(await loadedBy("--help")).not.toMatch(/@aws-sdk|@smithy|csv-|\/zod\//);
  expect(await loadedBy("__complete", "logs", "--si")).not.toMatch(/@aws-sdk|@smithy|csv-|\/zod\//);
});
