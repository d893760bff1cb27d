/** `npm run redrive -- --queue <URL>` lists the messages of the failure queue. With `--go`, it also invokes their functions again. */
import { parseArgs } from "node:util";
import { awsServices } from "./aws.ts";
import { type Redriven, redrive } from "./redrive.ts";

const { values } = parseArgs({ options: { queue: { type: "string" }, go: { type: "boolean", default: false } } });
if (values.queue === undefined) {
  console.error("Name the failure queue: npm run redrive -- --queue <the output FailureQueueUrl of the stack> [--go]");
  process.exit(2);
}

const lineOf = (result: Redriven): string => {
  if (result.status === "unreadable") return `unreadable  stays in the queue: ${result.error}`;
  const name = result.deadLetter.functionArn.split(":").at(-1);
  if (result.status === "failing") return `failing     ${name}  stays in the queue: ${result.error}`;
  return `${result.status.padEnd(10)}  ${name}  ${result.found.records} records, ${result.found.kept} already in the log. Its error was: ${result.deadLetter.error}`;
};

const counts = new Map<Redriven["status"], number>();
for await (const result of redrive(awsServices(values.queue), !values.go)) {
  console.log(lineOf(result));
  counts.set(result.status, (counts.get(result.status) ?? 0) + 1);
}

const summary = [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
console.log(
  summary === "" ? "The queue is empty." : `${summary}.${values.go ? "" : " Nothing was done: add --go to do it."}`,
);
process.exitCode = counts.has("failing") || counts.has("unreadable") ? 1 : 0;
