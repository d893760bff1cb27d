/**
 * `npm run faults:mutants` checks the suite itself. It breaks the code on purpose, one line at a time, and expects the suite
 * to fail each time. With the unchanged code, the suite must pass.
 * `node test/faults/mutants.ts <part of a name> ...` tries only some mutants.
 */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { campaign } from "./campaign.ts";

interface Edit {
  /** In `src/`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

interface Mutant extends Edit {
  readonly name: string;
  /** Where two lines keep one promise, both are broken. */
  readonly also?: Edit;
}

const mutants: readonly Mutant[] = [
  {
    name: "drop the condition of the put",
    file: "log/operations.ts",
    from: "attribute_not_exists(pk) OR expiresat <= :now",
    to: "attribute_not_exists(pk) OR attribute_exists(pk) OR expiresat <= :now",
  },
  {
    name: "treat a failed put as written",
    file: "log/operations.ts",
    from: "return false;\n      throw error;",
    to: "return false;\n      return true;",
  },
  {
    name: "skip the claim",
    file: "log/store.ts",
    from: "await claims.find(event, at) : await claim(event, own, at);",
    to: "await claims.find(event, at) : own;",
  },
  {
    name: "use the own time although another try has a claim",
    file: "log/claims.ts",
    from: "return Stored().parse(await get(keyOf(event), at));",
    to: "return { ...Stored().parse(await get(keyOf(event), at)), time: first.time };",
  },
  {
    name: "use the clock for the time of an entry",
    file: "log/store.ts",
    from: ": placed(entry);",
    to: ": placed({ time: isoOf(at.now) });",
  },
  {
    name: "write no claim for rejections",
    file: "log/rejection.ts",
    from: "    claim: {},\n",
    to: "",
  },
  {
    name: "identify a rejected CloudEvent by its request",
    file: "schemas/http.ts",
    from: "callIdentity(call, key) : cloudEventIdentity(event);",
    to: "callIdentity(call, key) : callIdentity(call, undefined);",
  },
  {
    name: "leave the request id out of a rejection's identity",
    file: "log/rejection.ts",
    from: "String(index), requestId]",
    to: "String(index)]",
  },
  {
    name: "leave the index in the event out of a rejection's identity",
    file: "log/rejection.ts",
    from: "String(index), requestId]",
    to: "requestId]",
  },
  {
    name: "treat a redrive as the first request",
    file: "middleware/originalRequestId.ts",
    from: "RedriveContext().safeParse(clientContext).data?.custom.originalRequestId",
    to: "RedriveContext().safeParse(undefined).data?.custom.originalRequestId",
  },
  {
    name: "identify a CloudEvent by its time too",
    file: "schemas/kit/httpRecord.ts",
    from: 'identity: ["cloudevent", event.source, id],',
    to: 'identity: ["cloudevent", event.source, id, time ?? ""],',
  },
  {
    name: "treat a CloudEvent with other content as a duplicate",
    file: "schemas/kit/httpRecord.ts",
    from: 'claim: { digest: digestOf(event), by: ["event", "id"], name: "source and id" },',
    to: "claim: {},",
  },
  {
    name: "answer 200 to a conflict",
    file: "schemas/kit/httpAnswer.ts",
    from: "conflict: 422",
    to: "conflict: 200",
  },
  {
    name: "keep the session in the principal",
    file: "schemas/kit/principal.ts",
    from: 'role === undefined || name.startsWith("AWSReservedSSO_") ? userArn : role',
    to: 'role === undefined || name !== "" ? userArn : role',
  },
  {
    name: "treat all people of an identity pool as one caller",
    file: "schemas/kit/principal.ts",
    from: 'if (identityId !== undefined) return ["cognito", identityId];',
    to: "",
  },
  {
    name: "identify an Idempotency-Key without its principal",
    file: "schemas/kit/httpRecord.ts",
    from: 'identity: ["idempotency-key", call.api, call.caller, key]',
    to: 'identity: ["idempotency-key", call.api, key]',
  },
  {
    name: "let a claim outlive its entry",
    file: "log/claims.ts",
    from: "expiry(first.time, retentionDays) ?? Number.POSITIVE_INFINITY",
    to: "Number.POSITIVE_INFINITY",
    also: {
      file: "log/store.ts",
      from: "if (first !== undefined && (await counts(first))) return first;",
      to: "if (first !== undefined) return first;",
    },
  },
  {
    name: "write only the first record",
    file: "middleware/split.ts",
    from: "invocation).map(",
    to: "invocation).slice(0, 1).map(",
  },
  {
    name: "answer success although a record failed",
    file: "schemas/kit/report.ts",
    from: "if (errors.length > 0)",
    to: "if (errors.length > 1_000)",
  },
  {
    name: "answer 400 although the write failed",
    file: "schemas/kit/httpAnswer.ts",
    from: 'if (outcome.status === "failed")\n    return problem(\n      503,',
    to: 'if (outcome.status === "failed")\n    return problem(\n      400,',
  },
  {
    name: "write the entry before the work is done",
    file: "middleware/journal.ts",
    from: "const result = await work(",
    to: "await store.put(placed, at(signal));\n    const result = await work(",
  },
  {
    name: "reject a record without keeping it",
    file: "middleware/journal.ts",
    from: 'placed.status === "placed" ? await store.put(placed, at(signal)) : placed;',
    to: "placed;",
  },
  {
    name: "report no failed record of a batch",
    file: "schemas/kit/batchAnswer.ts",
    from: "batchItemFailures: [...identifiers].flatMap(",
    to: "batchItemFailures: [...identifiers].slice(0, 0).flatMap(",
  },
  {
    name: "report only the first failed record of a batch",
    file: "schemas/kit/batchAnswer.ts",
    from: "batchItemFailures: [...identifiers].flatMap(",
    to: "batchItemFailures: [...identifiers].slice(0, 1).flatMap(",
  },
  {
    name: "go on in a lane after a failure",
    file: "middleware/lanes.ts",
    from: "stopped ||= hasFailed(result);",
    to: "stopped = stopped && hasFailed(result);",
  },
  {
    name: "identify a message by the clock too",
    file: "schemas/sqs.ts",
    from: 'identity: ["sqs", queue, messageId],',
    to: 'identity: ["sqs", queue, messageId, String(Date.now())],',
  },
  {
    name: "identify a rejected record of a queue or a stream by the clock too",
    file: "schemas/kit/polledRecord.ts",
    from: "? [sha256Of(jsonOf(record))] : [sourceOf(arn), id];",
    to: "? [sha256Of(jsonOf(record))] : [sourceOf(arn), id, String(Date.now())];",
  },
  {
    name: "leave the shard out of the identity of a Kinesis record",
    file: "schemas/kinesis.ts",
    from: 'identity: ["kinesis", streamArn, shardId, sequenceNumber],',
    to: 'identity: ["kinesis", streamArn, sequenceNumber],',
  },
  {
    name: "give the records of a partition key no lane",
    file: "schemas/kinesis.ts",
    from: 'lane: (record) => textAt(record, "kinesis", "partitionKey"),',
    to: "lane: () => undefined,",
  },
  {
    name: "follow only by the time of the event",
    file: "log/reader.ts",
    from: "        ...shardsOf(query, { from: BEGINNING, to }).map((shard) => byArrival(shard, timeRange)),\n",
    to: "",
  },
  {
    name: "follow late entries by the time of the event too",
    file: "log/reader.ts",
    from: ", skips: isLate }",
    to: " }",
  },
];

const FIRST_SEED = 1;
const RUNS = 150;
const CONTROL_RUNS = 40;
const SITES = 4;
const repository = new URL("../../", import.meta.url);
const seeds = Array.from({ length: RUNS }, (_, index) => FIRST_SEED + index);

/** Copies the sources to a new folder, with a link to the packages that they import. */
const copySources = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "mutant-"));
  await cp(new URL("src", repository), join(folder, "src"), { recursive: true });
  await cp(new URL("package.json", repository), join(folder, "package.json"));
  await symlink(new URL("node_modules", repository), join(folder, "node_modules"));
  return folder;
};

const apply = async (folder: string, { file, from, to }: Edit) => {
  const path = join(folder, "src", file);
  const source = await readFile(path, "utf8");
  if (source.split(from).length !== 2) throw new Error(`"${from}" is not in ${file} exactly once`);
  await writeFile(
    path,
    source.replace(from, () => to),
  );
};

/** How many runs there were until one failed, and its first fault. Undefined if all runs passed. */
const firstFailure = async (seeds: readonly number[], mutant?: Mutant) => {
  const folder = await copySources();
  try {
    if (mutant) await apply(folder, mutant);
    if (mutant?.also) await apply(folder, mutant.also);
    const { tally, failures } = await campaign(seeds, pathToFileURL(join(folder, "src/")), SITES);
    return failures[0] && { runs: tally.runs, found: failures[0].violations[0] };
  } finally {
    await rm(folder, { recursive: true });
  }
};

const unbroken = await firstFailure(seeds.slice(0, CONTROL_RUNS));
console.log(
  unbroken
    ? `FAILED with the unchanged code: ${unbroken.found}`
    : `passed ${CONTROL_RUNS} runs with the unchanged code`,
);
if (unbroken) process.exitCode = 1;

const parts = process.argv.slice(2);
const chosen = mutants.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
for (const mutant of chosen) {
  const start = performance.now();
  const failure = await firstFailure(seeds, mutant);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const how = failure ? `found within ${failure.runs} runs` : `NOT FOUND in ${RUNS} runs`;
  console.log(`${how}, ${seconds} s: ${mutant.name}`);
  if (failure) console.log(`  ${failure.found?.slice(0, 160)}`);
  else process.exitCode = 1;
}
