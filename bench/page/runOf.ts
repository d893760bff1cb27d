import type { Results, Run } from "../run/results.ts";
import { table } from "./table.ts";

/** When, where and with what it was measured: a sentence for each run, and the versions. Names each version that has changed since. */
export const runOf = (results: Results, locked: Readonly<Record<string, string>>): string => {
  const measurements = Object.entries(results);
  const runs = [...Map.groupBy(measurements, ([, { run }]) => `${run.date} ${run.command}`).values()].map((made) =>
    sentenceOf(
      made.map(([name]) => name),
      made[0]?.[1].run,
      made.length === measurements.length,
    ),
  );
  const versions = Map.groupBy(
    measurements.flatMap(([, { run }]) => Object.entries(run.versions)),
    ([name]) => name,
  );
  const rows = [...versions].map(([name, all]) => [name, [...new Set(all.map(([, version]) => version))]] as const);
  const newer = rows
    .filter(([name, measured]) => measured.some((version) => version !== locked[name]))
    .map(([name, measured]) => `${name} was ${measured.join(" and ")} and is ${locked[name] ?? "not used"} now`);
  const changed = newer.length === 0 ? [] : [`Packages have changed since they were measured: ${newer.join("; ")}.`];
  const listed = table(
    ["package", "version"],
    rows.map(([name, measured]) => [name, measured.join(", ")]),
  );
  return [...runs, ...changed, listed].join("\n\n");
};

const sentenceOf = (names: readonly string[], run: Run | undefined, isAll: boolean): string => {
  if (run === undefined) return "";
  const { date, command, machine } = run;
  return `\`${command}\` measured ${isAll ? "this" : `the ${names.length > 1 ? "parts" : "part"} ${names.join(", ")}`} on ${date.slice(0, 10)}, on ${machine.cpu} with ${machine.cores} cores and ${machine.memoryGb} GB,
${machine.system}, Node ${machine.node.slice(1)}. When it began, ${machine.load} processes wanted a core on average.`;
};
