/**
 * `npm run redrive -- --queue <URL>` lists the messages of the failure queue. `--bucket <name>` lists the records that Lambda wrote to a
 * bucket. With `--go`, it also invokes their functions again.
 */
import { parseArgs } from "node:util";
import { awsServices } from "./aws.ts";
import { bucketServices } from "./bucket.ts";
import { type Redriven, redrive } from "./redrive.ts";
import { describeBatch } from "./streamBatch.ts";

const { values } = parseArgs({
  options: {
    queue: { type: "string" },
    bucket: { type: "string" },
    prefix: { type: "string" },
    go: { type: "boolean", default: false },
  },
});
const { queue, bucket, prefix, go } = values;

const usage = (): never => {
  console.error(`Name the failure queue or the bucket:
  npm run redrive -- --queue <the output FailureQueueUrl of the stack> [--go]
  npm run redrive -- --bucket <the name of the bucket> [--prefix <the beginning of the keys>] [--go]`);
  process.exit(2);
};

const redriven = (): AsyncGenerator<Redriven> => {
  if (queue !== undefined && bucket === undefined && prefix === undefined) return redrive(awsServices(queue), !go);
  if (bucket !== undefined && queue === undefined)
    return redrive(bucketServices(bucket, prefix === undefined ? {} : { prefix }), !go);
  return usage();
};

const place = bucket === undefined ? "queue" : "bucket";

const lineOf = (result: Redriven): string => {
  if (result.status === "unreadable") return `unreadable  stays in the ${place}: ${result.error}`;
  const { functionArn } = result.status === "instream" ? result.batch : result.deadLetter;
  const name = functionArn.split(":").at(-1);
  if (result.status === "instream")
    return `instream    ${name}  stays in the ${place}: ${describeBatch(result.batch)}. Its error was: ${result.batch.error}`;
  if (result.status === "failing") return `failing     ${name}  stays in the ${place}: ${result.error}`;
  return `${result.status.padEnd(10)}  ${name}  ${result.found.records} records, ${result.found.kept} already in the log. Its error was: ${result.deadLetter.error}`;
};

const counts = new Map<Redriven["status"], number>();
for await (const result of redriven()) {
  console.log(lineOf(result));
  counts.set(result.status, (counts.get(result.status) ?? 0) + 1);
}

const summary = [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
console.log(
  summary === "" ? `The ${place} is empty.` : `${summary}.${go ? "" : " Nothing was done: add --go to do it."}`,
);
process.exitCode = [...counts.keys()].some((status) => status !== "waiting" && status !== "redriven") ? 1 : 0;
