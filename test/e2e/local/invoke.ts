import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { promisify } from "node:util";
import pMap from "p-map";
import { functions } from "../../template/template.ts";
import { ok } from "../ok.ts";
import { verdict } from "./verdict.ts";

// Runs `sam local invoke` with every fixture in events/ whose trigger has a function in template.yaml, and passes on the options of the
// command line. The command ends with 0 even if the function throws, so its output is checked.

const run = promisify(execFile);
const fixtures = readdirSync("events")
  .filter((file) => file.endsWith(".json"))
  .sort()
  .flatMap((fixture) => {
    const { id } = functions.find(({ name }) => fixture.startsWith(`${name}-`)) ?? {};
    return id === undefined ? [] : [{ fixture, id }];
  });

const invoke = async ({ fixture, id }: (typeof fixtures)[number]) => {
  const args = ["local", "invoke", id, "--event", `events/${fixture}`, ...process.argv.slice(2)];
  const { stdout, stderr } = await printed(args);
  const answered = verdict(fixture, stdout, stderr);
  if ("wrong" in answered) throw new Error(`sam ${args.join(" ")}: ${answered.wrong}\n${stdout}\n${stderr}`);
  ok(`sam local invoke ${id} --event events/${fixture}: ${answered.right}`);
};

/** What the SAM CLI prints. On a busy machine it may stop the container before it has the function's log. Then it runs once more. */
const printed = async (args: readonly string[]) => {
  const first = await run("sam", args);
  return first.stderr.includes("\n{") ? first : run("sam", args);
};

if (fixtures.length === 0) throw new Error("There is no fixture in events/");
const readers = fixtures.filter(({ fixture }) => fixture.startsWith("logs-")); // these read what the others have written
const writers = fixtures.filter((fixture) => !readers.includes(fixture));
for (const round of [writers, readers]) await pMap(round, invoke, { concurrency: 2 });
