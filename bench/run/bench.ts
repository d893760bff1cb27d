import { mkdir, readFile, rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import { writeWhole } from "../../src/local/writeWhole.ts";
import { writePages } from "../page/writePages.ts";
import { installPeers } from "./installPeers.ts";
import { machine } from "./machine.ts";
import { measures } from "./measures.ts";
import { RESULTS, type Results } from "./results.ts";
import { root } from "./root.ts";
import { startSetup } from "./startSetup.ts";
import { lockedVersions } from "./versions.ts";

const HELP = `npm run bench [-- [--quick] [--resume] [<measurement>...]]

Without a name, makes all measurements, writes bench/results.json, and renews README.md, docs/bench.md and docs/scale.md.
With names, makes only these, and prints their sections without writing a file: ${measures.map(({ name }) => name).join(", ")}.

  --quick    few rounds: for development
  --resume   keeps the measurements that an interrupted run has finished
  --pages    only renews the pages from bench/results.json
`;

/** Where a run keeps each finished measurement, until all are finished. */
const PARTS = `${root}bench/parts`;

/** Runs `npm run bench` with these arguments. Returns the exit code. */
export const bench = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      resume: { type: "boolean", default: false },
      pages: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = positionals.filter((name) => !measures.some((measure) => measure.name === name));
  if (values.help || unknown.length > 0) {
    process.stderr.write(unknown.length > 0 ? `There is no measurement ${unknown.join(", ")}.\n\n${HELP}` : HELP);
    return unknown.length > 0 ? 1 : 0;
  }
  if (values.pages) return writePages().then(() => 0);

  const say = (text: string) => void process.stderr.write(`${text}\n`);
  await installPeers(say);
  const about = {
    date: new Date().toISOString(),
    command: ["npm run bench", ...(args.length > 0 ? ["--", ...args] : [])].join(" "),
    machine: machine(),
    versions: await lockedVersions(),
  };
  if (!values.resume) await rm(PARTS, { recursive: true, force: true });
  await mkdir(PARTS, { recursive: true });

  const setup = await startSetup(values.quick);
  const results: Results["results"] = {};
  try {
    for (const { name, title, run, section } of measures) {
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      const part = `${PARTS}/${name}.json`;
      const kept = values.resume ? await read(part) : undefined;
      say(
        `${Math.round(performance.now() / 1000)} s: ${title}${kept === undefined ? "" : ": kept from the interrupted run"}`,
      );
      results[name] = kept ?? (await run(setup));
      await writeWhole(part, JSON.stringify(results[name]));
      if (positionals.length > 0) process.stdout.write(`${section(results[name])}\n\n`);
    }
  } finally {
    setup.stub.stop();
  }
  if (positionals.length > 0) return 0;
  await writeWhole(RESULTS, `${JSON.stringify({ ...about, results } satisfies Results, undefined, 2)}\n`);
  await writePages();
  say("bench/results.json and the pages are written.");
  return 0;
};

const read = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined; // The interrupted run had not finished this one.
  }
};
