import { parseArgs } from "node:util";
import { writeWhole } from "../../src/local/writeWhole.ts";
import { writePages, writeScale } from "../page/writePages.ts";
import { installPeers } from "./installPeers.ts";
import { machine } from "./machine.ts";
import { measures } from "./measures.ts";
import { RESULTS, type Results, type Run, readResults } from "./results.ts";
import { startSetup } from "./startSetup.ts";
import { lockedVersions } from "./versions.ts";

const HELP = `npm run bench [-- [--quick] [<measurement>...]]

Makes all measurements, or only those that are named, and keeps the results of the others: ${measures.map(({ name }) => name).join(", ")}.
After each measurement it writes bench/results.json. At the end it renews README.md, docs/bench.md and docs/scale.md.

  --quick    few rounds: for development
  --pages    measures nothing, and only renews the pages

An interrupted run keeps what it has finished: name the other measurements to make them too.
`;

/** Runs `npm run bench` with these arguments. Returns the exit code. */
export const bench = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      pages: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const unknown = positionals.filter((name) => !measures.some((measure) => measure.name === name));
  if (values.help || unknown.length > 0) {
    process.stderr.write(unknown.length > 0 ? `There is no measurement ${unknown.join(", ")}.\n\n${HELP}` : HELP);
    return unknown.length > 0 ? 1 : 0;
  }
  if (!values.pages) {
    await installPeers(say);
    const wanted = measures.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    await make(wanted, values.quick, {
      date: new Date().toISOString(),
      command: ["npm run bench", ...(args.length > 0 ? ["--", ...args] : [])].join(" "),
      machine: machine(),
      versions: await lockedVersions(),
    });
  }
  await writePages(await readResults());
  await writeScale();
  say("The pages are written.");
  return 0;
};

/** Makes measurements. Each result is written at once, so an interrupted run keeps what it has finished. */
const make = async (wanted: readonly (typeof measures)[number][], isQuick: boolean, run: Run): Promise<void> => {
  const setup = await startSetup(isQuick);
  try {
    for (const [index, { name, title, run: measure }] of wanted.entries()) {
      say(`${Math.round(performance.now() / 1000)} s: ${title} (${index + 1} of ${wanted.length})`);
      const result = await measure(setup);
      const results = inOrder({ ...(await readResults()), [name]: { run, result } });
      await writeWhole(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
    }
  } finally {
    setup.stub.stop();
  }
};

/** The results in the order of the measurements. A measurement that there is no more is left out. */
const inOrder = (results: Results): Results =>
  Object.fromEntries(measures.flatMap(({ name }) => (results[name] === undefined ? [] : [[name, results[name]]])));

const say = (text: string) => void process.stderr.write(`${text}\n`);
