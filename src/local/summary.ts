import { relative } from "node:path";
import { routeKeyOf } from "./routing.ts";
import type { startSystem } from "./system.ts";

/** What `npm start` prints when the system runs: what it runs, where, and three commands to try. */
export const summaryOf = ({ url, project, routes, codeOf }: Awaited<ReturnType<typeof startSystem>>): string => {
  const rows = project.functions.map(({ id, events }) => [
    id,
    codeOf(id)?.source ?? "",
    routes
      .filter(({ functionId }) => functionId === id)
      .map(routeKeyOf)
      .join(", ") || events.map(({ type }) => type).join(", "),
  ]);
  return [
    `${relative(process.cwd(), project.file)} runs at ${url}`,
    "",
    ...aligned(rows),
    "",
    "Try:",
    ...commandsOf(url).map((command) => `  ${command}`),
    "",
    "Press Ctrl-C to stop.",
  ].join("\n");
};

const commandsOf = (url: string): readonly string[] => [
  `curl ${url}/events --json '{"type":"hello.world","subject":"first"}'`,
  `curl ${url}/logs`,
  `curl ${url}/_local`,
];

const aligned = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
};
