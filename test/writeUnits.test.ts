import { describe, expect, test } from "vitest";
import { recorded } from "./commands.ts";
import { metered } from "./metered.ts";
import { cloudEvent, s3Record } from "./sent.ts";
import { newTable } from "./table.ts";
import { deliver, request, worldOf } from "./world.ts";

const NOW = Date.parse("2026-03-01T00:00:00.000Z");
const LATE = "2026-02-28T00:00:00.000Z";
const time = new Date(NOW).toISOString();

const firing = (scheduledTime: string) => ({
  scheduleArn: "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/tick",
  scheduledTime,
});
const plain = (event: object, headers: Readonly<Record<string, string>> = {}) =>
  request("POST", "/events", { "content-type": "application/json", ...headers }, JSON.stringify(event));

/** The cost of writing one event. A put costs one write unit for its item, and one for each index that holds the item. */
describe.each([
  ["a firing", "schedule", firing(time), 1],
  ["a late firing", "schedule", firing(LATE), 2],
  ["a change of an S3 object", "s3", { Records: [s3Record({ time })] }, 2],
  ["a late change of an S3 object", "s3", { Records: [s3Record({ time: LATE })] }, 3],
  ["a change of an S3 object that may come both ways", "s3BothWays", { Records: [s3Record({ time })] }, 3],
  ["plain JSON", "http", plain({ type: "t" }), 1],
  ["plain JSON with a subject", "http", plain({ type: "t", subject: "s" }), 2],
  ["plain JSON with an Idempotency-Key", "http", plain({ type: "t" }, { "idempotency-key": "k" }), 2],
  ["a CloudEvent", "http", cloudEvent({ time }), 2],
  ["a CloudEvent with a subject", "http", cloudEvent({ time, subject: "s" }), 3],
  ["a late CloudEvent with a subject", "http", cloudEvent({ time: LATE, subject: "s" }), 4],
] as const)("writing %s", (_, name, event, units) => {
  const timed = "requestContext" in event ? { ...event.requestContext, timeEpoch: NOW } : undefined;

  test(`takes ${units} write units`, async () => {
    const table = await newTable();
    const meter = metered(table.client);
    const { table: watched, commands } = recorded(table);
    const handler: (event: unknown) => Promise<unknown> = (event) =>
      deliver<unknown>(worldOf(watched, () => NOW)[name], event);
    await handler({ ...event, ...(timed && { requestContext: timed }) });
    const items = commands.flatMap(({ command: { input } }) => ("Item" in input ? [input.Item ?? {}] : []));
    const indexes = items.flatMap(({ about, late }) => [about, late].filter((key) => key !== undefined));
    expect(items.length + indexes.length).toBe(units);
    for (const item of items) expect(JSON.stringify(item).length).toBeLessThan(1024);
    const consumed = meter.map(({ total }) => total).reduce((a, b) => a + b);
    // dynalite does not count the indexes.
    expect(consumed).toBe(process.env["DYNAMODB_ENDPOINT"] === undefined ? items.length : units);
    expect(commands).toHaveLength(items.length);
  });
});
