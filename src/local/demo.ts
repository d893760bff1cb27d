/**
 * `npm run demo`: invokes the functions with events as AWS sends them, reads the log over HTTP, and prints it.
 * The functions write their own log to stderr, one line of JSON for each invocation.
 */
import * as z from "zod";
import { fixture } from "./fixture.ts";
import { IN_MEMORY } from "./options.ts";
import { startSystem } from "./system.ts";

const Report = z.object({ written: z.number(), duplicate: z.number(), rejected: z.number() });
const Answer = z.object({ instance: z.string().optional(), location: z.string().optional() });
const Page = z.object({
  entries: z.array(
    z.looseObject({
      id: z.string(),
      time: z.string(),
      stream: z.string(),
      type: z.string(),
      subject: z.string().default(""),
    }),
  ),
});
const Rejection = z.object({
  reason: z.string(),
  trigger: z.string(),
  issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() })),
});

const { url, invoke, stop } = await startSystem(IN_MEMORY);

const print = (rows: readonly (readonly string[])[]) => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.log(
      `  ${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd()}`,
    );
};

const deliver = async (what: string, functionId: string, event: string) => {
  const report = Object.entries(Report.parse(await invoke(functionId, fixture(event))));
  return [what, report.flatMap(([status, count]) => (count === 0 ? [] : [`${count} ${status}`])).join(", ")];
};

const send = async (what: string, type: string, body: unknown) => {
  const answer = await fetch(`${url}/events`, {
    method: "POST",
    headers: { "content-type": type },
    body: JSON.stringify(body),
  });
  const { location, instance } = Answer.parse(await answer.json());
  return [what, `${answer.status} ${answer.statusText}, ${location ?? instance}`];
};

const read = async (path: string) => Page.parse(await (await fetch(`${url}${path}`)).json()).entries;

const order = {
  specversion: "1.0",
  id: "order-7",
  source: "/shop",
  type: "shop.order.paid",
  subject: "order-7",
  data: { total: 42.5 },
};

console.log("What happens\n");
print([
  await deliver("An object is uploaded to S3", "S3Function", "s3-put"),
  await deliver("S3 delivers the event a second time", "S3Function", "s3-put"),
  await deliver("An event has three records, one of them unreadable", "S3Function", "s3-mixed"),
  await deliver("A schedule fires", "ScheduleFunction", "schedule-scheduler-context"),
  await send("POST /events, plain JSON", "application/json", {
    type: "user.signed-up",
    subject: "ada",
    data: { plan: "free" },
  }),
  await send("POST /events, a CloudEvent", "application/cloudevents+json", order),
  await send("The sender repeats it", "application/cloudevents+json", order),
  await send("POST /events, without a type", "application/json", { subject: "bob" }),
]);

console.log("\nGET /logs\n");
print([
  ["time", "stream", "type", "subject"],
  ...(await read("/logs")).map(({ time, stream, type, subject }) => [time, stream, type, subject]),
]);

console.log("\nGET /rejected\n");
const rejected = (await read("/rejected")).map(({ time, data }) => ({ time, ...Rejection.parse(data) }));
print([
  ["time", "trigger", "reason", "where", "what"],
  ...rejected.flatMap(({ time, trigger, reason, issues }) =>
    issues.map(({ path, message }) => [time, trigger, reason, path.join("."), message]),
  ),
]);

await stop();
