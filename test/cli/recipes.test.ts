import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import * as z from "zod";
import { fixture } from "../../src/local/fixture.ts";
import { cloudEvent, s3Record } from "../sent.ts";
import { deliver, newWorld } from "../world.ts";
import { cli, fetchOf } from "./cli.ts";

const PAGE = fileURLToPath(new URL("../../docs/recipes.md", import.meta.url));
const NOW = Date.parse("2026-03-02T12:00:00.000Z");
const COMMAND = /^```console\n\$ tributary (.*)\n(?:.*\n)*?```$/gm;

const folder = mkdtempSync(join(tmpdir(), "recipes-"));
afterAll(() => rmSync(folder, { recursive: true }));

let now = NOW;
const schedule = { stream: "schedule", name: "nightly", expression: "cron(0 3,15 * * ? *)" };
const world = await newWorld({}, () => now, { schedule });

/** The day and the time of an event, which the log records a second later. */
const at = (time: string): string => {
  now = Date.parse(time) + 1_000;
  return time;
};
const change = async (key: unknown, eventName: string, time: string, sequencer: string) =>
  deliver(world.s3, { Records: [{ ...s3Record({ key, time: at(time), sequencer }), eventName }] });

await change("photos/cat.jpg", "ObjectCreated:Put", "2026-02-25T10:00:00.000Z", "01");
await change("photos/dog.jpg", "ObjectCreated:Put", "2026-02-25T10:04:30.000Z", "02");
await change("photos/cat.jpg", "ObjectTagging:Put", "2026-02-27T16:20:11.000Z", "03");
await change("photos/cat.jpg", "ObjectRemoved:Delete", "2026-03-01T08:15:42.000Z", "04");
for (const n of [1, 2, 3]) {
  const order = {
    id: `order-${n}`,
    source: "/shop",
    type: "order.paid",
    subject: `order-${n}`,
    data: { total: n * 10.5 },
  };
  await deliver(world.http, cloudEvent({ ...order, time: at(`2026-02-2${4 + n}T1${n}:30:00.000Z`) }));
}
for (const [n, time] of ["2026-02-26T09:00:00.000Z", "2026-02-28T09:30:00.000Z"].entries())
  await change(n, "ObjectCreated:Put", time, "05");
for (const time of ["2026-02-28T15:00:00.000Z", "2026-03-01T15:00:00.000Z"])
  await deliver(world.schedule, {
    ...z.looseObject({}).parse(fixture("schedule-scheduler")),
    resources: ["arn:aws:scheduler:eu-central-1:123456789012:schedule/default/nightly"],
    time: at(time),
  });
now = NOW;

/** What a person sees on a terminal of 120 columns. */
const shown = async (args: string): Promise<string> => {
  const given = args.split(" ").map((arg) => (arg.endsWith(".csv") ? join(folder, arg) : arg));
  const { out, err, code } = await cli(given, { fetch: fetchOf(world), now: () => now, width: 120 });
  expect(code, err).toBe(0);
  return `${out}${err}`
    .replaceAll("\r\u001b[2K", "\r")
    .replaceAll(/[^\n]*\r/g, "")
    .replaceAll(`${folder}/`, "");
};

test("every command of docs/recipes.md prints what the page shows", async () => {
  let page = readFileSync(PAGE, "utf8");
  const commands = [...page.matchAll(COMMAND)];
  expect(commands.length).toBeGreaterThan(7);
  for (const [block, args = ""] of commands)
    page = page.replace(block, () => `\`\`\`console\n$ tributary ${args}\n${"OUTPUT"}\`\`\``.replace("OUTPUT", ""));
  for (const [, args = ""] of commands) {
    const output = await shown(args);
    page = page.replace(`$ tributary ${args}\n\`\`\``, () => `$ tributary ${args}\n${output}\`\`\``);
  }
  await expect(page, "npx vitest run test/cli/recipes.test.ts -u writes the page").toMatchFileSnapshot(PAGE);
});
