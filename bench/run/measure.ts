import type * as z from "zod";
import type { Setup } from "./setup.ts";

/** One measurement of the bench: how it is made, and what the pages say about it. */
export interface Measure<Result> {
  /** What `npm run bench -- <name>` calls it, and its key in results.json. */
  readonly name: string;
  readonly title: string;
  readonly schema: z.ZodType<Result>;
  readonly run: (setup: Setup) => Promise<Result>;
  /** Its section of docs/bench.md, in Markdown, without the title. */
  readonly section: (result: Result) => string;
}
