import { parseArgs } from "node:util";
import { writeWhole } from "../../src/local/writeWhole.ts";
import { writePages } from "../page/writePages.ts";
import { installPeers } from "./installPeers.ts";
import { machine } from "./machine.ts";
import { measures } from "./measures.ts";
import { partsOf } from "./parts.ts";
import { RESULTS, type Results } from "./results.ts";
import { startSetup } from "./startSetup.ts";
import { lockedVersions } from "./versions.ts";

const names = measures.map(({ name }) => name);

const HELP = `npm run bench [-- [--quick] [--resume] [<measurement>...]]

Without a name, it makes all measurements, writes bench/results.json, and renews README.md, docs/bench.md and docs/scale.md.
With names, it makes only these and prints them, and writes no file. The measurements are ${names.join(", ")}.

  --quick    few rounds: for development
  --resume   keeps the measurements that an interrupted run of the same functions has finished
  --pages    only renews the pages from bench/results.json
`;

/** Runs `npm run bench` with these arguments. Returns the exit code. */
export const bench = async (args: readonly string[]): Promise<number> => {
  const { values, positionals: wanted } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { quick: flag, resume: flag, pages: flag, help: flag },
  });
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    say(`There is no measurement "${unknown[0]}".\n\n${HELP}`);
    return 1;
  }
  if (values.help) process.stdout.write(HELP);
  else if (values.pages) await writePages();
  else if (wanted.length > 0) await print(wanted, values.quick);
  else await measureAll(args, { isQuick: values.quick, isResumed: values.resume });
  return 0;
};

const flag = { type: "boolean", default: false } as const;

const print = async (wanted: readonly string[], isQuick: boolean): Promise<void> => {
  await installPeers(say);
  const setup = await startSetup(isQuick);
  try {
    for (const { name, title, run, section } of measures) {
      if (!wanted.includes(name)) continue;
      say(title);
      process.stdout.write(`${section(await run(setup))}\n\n`);
    }
  } finally {
    setup.stub.stop();
  }
};

const measureAll = async (args: readonly string[], how: { isQuick: boolean; isResumed: boolean }): Promise<void> => {
  await installPeers(say);
  const about = {
    date: new Date().toISOString(),
    command: ["npm run bench", ...(args.length > 0 ? ["--", ...args] : [])].join(" "),
    machine: machine(),
    versions: await lockedVersions(),
  };
  const setup = await startSetup(how.isQuick);
  const results: Results["results"] = {};
  try {
    const parts = await partsOf(setup.contestants, how);
    for (const { name, title, run } of measures) {
      const kept = await parts.find(name);
      say(
        `${Math.round(performance.now() / 1000)} s: ${title}${kept === undefined ? "" : ", from the interrupted run"}`,
      );
      results[name] = kept ?? (await run(setup));
      await parts.keep(name, results[name]);
    }
  } finally {
    setup.stub.stop();
  }
  await writeWhole(RESULTS, `${JSON.stringify({ ...about, results } satisfies Results, undefined, 2)}\n`);
  await writePages();
  say("bench/results.json and the pages are written.");
};

const say = (text: string): void => void process.stderr.write(`${text}\n`);
