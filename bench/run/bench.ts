import { parseArgs } from "node:util";
import { writeWhole } from "../../src/local/writeWhole.ts";
import { errorText } from "../../src/log/errorText.ts";
import { writePages, writeScale } from "../page/writePages.ts";
import { installPeers } from "./installPeers.ts";
import { machine } from "./machine.ts";
import { measures } from "./measures.ts";
import { RESULTS, type Results, type Run, readResults } from "./results.ts";
import { startSetup } from "./startSetup.ts";
import { lockedVersions } from "./versions.ts";

const names = measures.map(({ name }) => name);

const HELP = `npm run bench [-- [--quick] [<measurement>...]]

Makes all measurements, or only those that are named, and keeps the results of the others. The measurements are ${names.join(", ")}.
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
    options: { quick: flag, pages: flag, help: flag },
  });
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    say(`There is no measurement "${unknown}".\n\n${HELP}`);
    return 1;
  }
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  let failed: readonly string[] = [];
  if (!values.pages) {
    await installPeers(say);
    const wanted = measures.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    failed = await make(wanted, values.quick, {
      date: new Date().toISOString(),
      command: ["npm run bench", ...(args.length > 0 ? ["--", ...args] : [])].join(" "),
      machine: machine(),
      versions: await lockedVersions(),
    });
  }
  await writePages(await readResults());
  await writeScale();
  say(
    failed.length === 0
      ? "The pages are written."
      : `The pages are written with older results of ${failed.join(", ")}.`,
  );
  return failed.length === 0 ? 0 : 1;
};

const flag = { type: "boolean", default: false } as const;

/** Makes measurements, and writes each result at once. One that fails does not stop the others. Returns the names of those that failed. */
const make = async (wanted: readonly (typeof measures)[number][], isQuick: boolean, run: Run): Promise<string[]> => {
  const setup = await startSetup(isQuick);
  const failed: string[] = [];
  for (const [index, { name, title, run: measure }] of wanted.entries()) {
    say(`${Math.round(performance.now() / 1000)} s: ${title} (${index + 1} of ${wanted.length})`);
    try {
      const result = await measure(setup);
      const results = inOrder({ ...(await readResults()), [name]: { run, result } });
      await writeWhole(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
    } catch (error) {
      say(`${title} failed, and its older result stays: ${errorText(error)}`);
      failed.push(name);
    }
  }
  setup.stub.stop();
  return failed;
};

/** The results in the order of the measurements. A measurement that there is no more is left out. */
const inOrder = (results: Results): Results =>
  Object.fromEntries(measures.flatMap(({ name }) => (results[name] === undefined ? [] : [[name, results[name]]])));

const say = (text: string) => void process.stderr.write(`${text}\n`);
