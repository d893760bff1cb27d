import { readFile } from "node:fs/promises";
import * as z from "zod";
import { root } from "./root.ts";

/** What results.json holds: when, where and how it was measured, with which versions, and the result of each measurement by its name. */
export type Results = z.infer<typeof Results>;
export const Results = z.object({
  /** RFC 3339, UTC. */
  date: z.string(),
  command: z.string(),
  machine: z.object({
    cpu: z.string(),
    cores: z.number(),
    memoryGb: z.number(),
    system: z.string(),
    node: z.string(),
    /** How many processes waited for a core when the run began, on average over a minute. */
    load: z.number(),
  }),
  versions: z.record(z.string(), z.string()),
  results: z.record(z.string(), z.unknown()),
});

export const RESULTS = `${root}bench/results.json`;

/** Reads bench/results.json. Throws if it is missing or has another form. */
export const readResults = async (): Promise<Results> => Results.parse(JSON.parse(await readFile(RESULTS, "utf8")));
