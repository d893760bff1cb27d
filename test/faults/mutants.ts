/**
 * Checks the check: breaks the code on purpose, one line at a time, and expects the suite to fail each time, and to
 * pass where nothing is broken. `node test/faults/mutants.ts`
 */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { campaign } from "./campaign.ts";

interface Mutant {
  readonly name: string;
  /** In `src/`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const mutants: readonly Mutant[] = [
  {
    name: "drop the condition of the put",
    file: "log/operations.ts",
    from: "attribute_not_exists(pk) OR expiresat <= :now",
    to: "attribute_not_exists(pk) OR attribute_exists(pk) OR expiresat <= :now",
  },
  {
    name: "take a failed put for a written one",
    file: "log/operations.ts",
    from: "return false;\n      throw error;",
    to: "return false;\n      return true;",
  },
  {
    name: "skip the claim",
    file: "log/store.ts",
    from: "await claims.find(hash, at) : await claim(hash, own, at);",
    to: "await claims.find(hash, at) : own;",
  },
  {
    name: "go on with the own time where another claim is there",
    file: "log/claims.ts",
    from: "return Stored.parse(await get(keyOf(hash), at));",
    to: "return { ...Stored.parse(await get(keyOf(hash), at)), time: first.time };",
  },
  {
    name: "take the time of an entry from the clock",
    file: "log/store.ts",
    from: ": placed(entry.time);",
    to: ": placed(isoOf(at.now));",
  },
  {
    name: "claim nothing for rejections",
    file: "log/rejection.ts",
    from: "    claim: {},\n",
    to: "",
  },
  {
    name: "know a rejected CloudEvent by its request",
    file: "schemas/http.ts",
    from: ": cloudEventIdentity(event);",
    to: ": callIdentity(call, undefined);",
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
    name: "answer for good although the write failed",
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
    name: "follow by time alone",
    file: "log/reader.ts",
    from: "        ...shardsOf(query, { from: BEGINNING, to }).map((shard) => byArrival(shard, timeRange)),\n",
    to: "",
  },
  {
    name: "follow what is late by its time as well",
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

/** The sources in a folder of their own, beside what they import. */
const copySources = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "mutant-"));
  await cp(new URL("src", repository), join(folder, "src"), { recursive: true });
  await cp(new URL("package.json", repository), join(folder, "package.json"));
  await symlink(new URL("node_modules", repository), join(folder, "node_modules"));
  return folder;
};

const apply = async (folder: string, { name, file, from, to }: Mutant) => {
  const path = join(folder, "src", file);
  const source = await readFile(path, "utf8");
  if (source.split(from).length !== 2) throw new Error(`${name}: "${from}" is not in ${file} exactly once`);
  await writeFile(
    path,
    source.replace(from, () => to),
  );
};

/** The run that found it, and what it found; nothing where all runs passed. */
const firstFailure = async (seeds: readonly number[], mutant?: Mutant) => {
  const folder = await copySources();
  try {
    if (mutant) await apply(folder, mutant);
    const { tally, failures } = await campaign(seeds, pathToFileURL(join(folder, "src/")), SITES);
    return failures[0] && { runs: tally.runs, found: failures[0].violations[0] };
  } finally {
    await rm(folder, { recursive: true });
  }
};

const unbroken = await firstFailure(seeds.slice(0, CONTROL_RUNS));
console.log(
  unbroken ? `FAILS with nothing broken: ${unbroken.found}` : `passes ${CONTROL_RUNS} runs with nothing broken`,
);
if (unbroken) process.exitCode = 1;

for (const mutant of mutants) {
  const start = performance.now();
  const failure = await firstFailure(seeds, mutant);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const how = failure ? `found within ${failure.runs} runs` : `NOT FOUND in ${RUNS} runs`;
  console.log(`${how}, ${seconds} s: ${mutant.name}`);
  if (failure) console.log(`  ${failure.found?.slice(0, 160)}`);
  else process.exitCode = 1;
}
