import { relative } from "node:path";
import type { Route } from "./project/routes.ts";
import { routeKeyOf } from "./routing.ts";
import type { startSystem } from "./system.ts";

type Running = Pick<
  Awaited<ReturnType<typeof startSystem>>,
  "url" | "s3" | "buckets" | "project" | "routes" | "codeOf"
>;

/** What `npm start` prints when the system runs: what it runs, where, and three commands to try. */
export const summaryOf = (running: Running): string => {
  const { url, s3, buckets, project, routes, codeOf } = running;
  const rows = project.functions.map(({ id, events }) => {
    const own = routes.filter(({ functionId }) => functionId === id).map(routeKeyOf);
    const others = events.map(({ type }) => type).filter((type) => type !== "HttpApi");
    return [id, codeOf(id)?.source ?? "not run", short([...own, ...others])];
  });
  const uploads = buckets.map((folder) => `A file that you put into ${here(folder)}/ is an upload.`);
  if (buckets.length > 0) uploads.push(`S3 clients use the endpoint ${s3}`, "");
  return [
    `${here(project.file)} runs at ${url}`,
    `See its log at ${url}/_console/`,
    "",
    ...aligned(rows),
    "",
    ...uploads,
    "Try:",
    ...commandsOf(running).map((command) => `  ${command}`),
    "Press Ctrl-C to stop.",
  ].join("\n");
};

const here = (path: string): string => relative(process.cwd(), path) || ".";

const SHOWN = 6;
const short = (all: readonly string[]): string =>
  all.length <= SHOWN ? all.join(", ") : `${all.slice(0, SHOWN).join(", ")} and ${all.length - SHOWN} more`;

const commandsOf = ({ url, routes, buckets }: Running): readonly string[] => {
  const [post, get] = ["POST", "GET"].map((method) =>
    routes.find((route) => route.method === method && isPlain(route)),
  );
  const [bucket] = buckets;
  return [
    ...(post ? [`curl ${url}${post.path} --json '{"type":"hello.world","subject":"first"}'`] : []),
    ...(bucket ? [`echo hello > ${here(bucket)}/hello.txt`] : []),
    ...(get ? [`curl ${url}${get.path}`] : []),
    `curl ${url}/_local`,
  ].slice(0, 3);
};

const isPlain = ({ path }: Route): boolean => !path.includes("{");

const aligned = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
};
