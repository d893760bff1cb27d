import { cold } from "../measure/cold.ts";
import { reads } from "../measure/reads.ts";
import { sizes } from "../measure/sizes.ts";
import { warm } from "../measure/warm.ts";
import { writeUnits } from "../measure/writeUnits.ts";
import { OURS } from "../run/build.ts";
import type { Compared } from "../run/compare.ts";
import type { Results } from "../run/results.ts";
import { NAMES, ratioOf } from "./comparedTable.ts";
import { table } from "./table.ts";

const COLUMNS = ["bare", "tributary", "powertools", "middy"];

/** The table of the README: what each way of writing the same function takes. */
export const readmePart = (results: Results): string => {
  const resultOf = ({ name }: { readonly name: string }) => results[name]?.result;
  const rows = [
    ...cold.schema.parse(resultOf(cold)).map(({ work, compared }) => ratios(`cold start, ${work}`, "cpu", compared)),
    ...warm.schema.parse(resultOf(warm)).map(({ work, compared }) => ratios(`warm, ${work}`, "cpu", compared)),
    numbers("write units of an upload", "s3", writeUnits.schema.parse(resultOf(writeUnits)), ({ units }) => units),
    numbers("KB of the function of S3, minified and compressed", "s3", sizes.schema.parse(resultOf(sizes)), kilobytes),
  ];
  const { pages } = reads.schema.parse(resultOf(reads));
  const [least, most] = [
    Math.min(...pages.map(({ entries }) => entries)),
    Math.max(...pages.map(({ entries }) => entries)),
  ];
  const unitsOf = (what: string, shards: number) => {
    const of = pages.filter((page) => page.what === what && page.shards === shards);
    return [...new Set(of.map(({ ours }) => ours.units))].sort((a, b) => a - b).join(" to ");
  };
  return `${table(["", ...COLUMNS.map((name) => NAMES[name] ?? name)], rows)}

CPU time, divided by that of a bare function with the AWS SDK in the same round: the median of all rounds. Less is better.
${madeBy(results)}

A page of 50 entries takes ${unitsOf("one stream", 1)} read units of one stream with one shard, and ${unitsOf("one stream", 16)} with 16 shards, in a log of ${least.toLocaleString("en-US")} entries and in one
of ${most.toLocaleString("en-US")}.`;
};

/** By what, when and where: a sentence for each day and command. */
const madeBy = (results: Results): string => {
  const sentences = Object.values(results).map(
    ({ run: { date, command, machine } }) =>
      `Measured by \`${command}\` on ${date.slice(0, 10)}, on ${machine.cpu} with ${machine.cores} cores and Node ${machine.node.slice(1)}.`,
  );
  return [...new Set(sentences)].join("\n");
};

const kilobytes = ({ gzip }: { readonly gzip: number }): number => gzip / 1024;

const ratios = (work: string, figure: string, compared: Compared): string[] =>
  row(work, (contestant) => {
    const found = compared.find((one) => one.contestant === contestant)?.figures[figure];
    return found === undefined ? "–" : contestant === COLUMNS[0] ? "1" : ratioOf(found.ratio);
  });

const numbers = <Result extends { readonly kind: string; readonly contestant: string }>(
  what: string,
  kind: string,
  results: readonly Result[],
  numberOf: (result: Result) => number,
): string[] =>
  row(what, (contestant) => {
    const found = results.find((one) => one.contestant === contestant && one.kind === kind);
    return found === undefined ? "–" : numberOf(found).toFixed(0);
  });

const row = (what: string, cell: (contestant: string) => string): string[] => [
  what,
  ...COLUMNS.map((contestant) => (contestant === OURS ? `**${cell(contestant)}**` : cell(contestant))),
];
