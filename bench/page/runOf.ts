import type { Results } from "../run/results.ts";
import { table } from "./table.ts";

/** When, where and with what it was measured. Names each version that has changed since. */
export const runOf = (
  { date, command, machine, versions }: Omit<Results, "results">,
  locked: Readonly<Record<string, string>>,
): string => {
  const changed = Object.entries(versions).filter(([name, version]) => locked[name] !== version);
  const newer = changed.map(([name, version]) => `${name} was ${version} and is ${locked[name] ?? "not used"} now`);
  return `\`${command}\` measured this on ${date.slice(0, 10)}, on ${machine.cpu} with ${machine.cores} cores and ${machine.memoryGb} GB, ${machine.system}, Node
${machine.node.slice(1)}. When it began, ${machine.load} processes wanted a core on average.${
    newer.length === 0 ? "" : `\n\nSince then, packages have changed: ${newer.join("; ")}.`
  }

${table(
  ["package", "version"],
  Object.entries(versions).map(([name, version]) => [name, version]),
)}`;
};
