import { readFile } from "node:fs/promises";
import * as z from "zod";
import { root } from "./root.ts";

/** When, where and with what something was measured. */
export type Run = z.infer<typeof Run>;
const Run = z.object({
  /** When the run began, RFC 3339, UTC. */
  date: z.string(),
  command: z.string(),
  machine: z.object({
    cpu: z.string(),
    cores: z.number(),
    memoryGb: z.number(),
    system: z.string(),
    node: z.string(),
    /** How many processes wanted a core when the run began, on average over a minute. */
    load: z.number(),
  }),
  versions: z.record(z.string(), z.string()),
});

/** What results.json holds: each measurement by its name, with the run that made it. A run may make only some of them. */
export type Results = z.infer<typeof Results>;
const Results = z.record(z.string(), z.object({ run: Run, result: z.unknown() }));

export const RESULTS = `${root}bench/results.json`;

/** Reads bench/results.json. Throws if it is missing or has another form. */
export const readResults = async (): Promise<Results> => Results.parse(JSON.parse(await readFile(RESULTS, "utf8")));
