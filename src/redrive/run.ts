/** `npm run redrive -- --queue <URL>` says what the failure queue holds; with `--go` it is sent through its functions again. */
import { parseArgs } from "node:util";
import { awsMeans } from "./aws.ts";
import { type Redriven, redrive } from "./redrive.ts";

const { values } = parseArgs({ options: { queue: { type: "string" }, go: { type: "boolean", default: false } } });
if (values.queue === undefined) {
  console.error("Name the failure queue: npm run redrive -- --queue <the output FailureQueueUrl of the stack> [--go]");
  process.exit(2);
}

const say = (ended: Redriven): string => {
  if (ended.status === "unreadable") return `unreadable  stays in the queue: ${ended.error}`;
  const name = ended.deadLetter.functionArn.split(":").at(-1);
  if (ended.status === "failing") return `failing     ${name}  stays in the queue: ${ended.error}`;
  return `${ended.status.padEnd(10)}  ${name}  ${ended.found.records} records, ${ended.found.kept} already in the log; it was here for: ${ended.deadLetter.error}`;
};

const counts = new Map<Redriven["status"], number>();
for await (const ended of redrive(awsMeans(values.queue), !values.go)) {
  console.log(say(ended));
  counts.set(ended.status, (counts.get(ended.status) ?? 0) + 1);
}

const summary = [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
console.log(
  summary === "" ? "The queue is empty." : `${summary}.${values.go ? "" : " Nothing was done: add --go to do it."}`,
);
process.exitCode = counts.has("failing") || counts.has("unreadable") ? 1 : 0;
