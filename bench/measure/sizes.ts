import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { transform } from "esbuild";
import * as z from "zod";
import { NAMES } from "../page/comparedTable.ts";
import { table } from "../page/table.ts";
import type { Contestants } from "../run/contestants.ts";
import { KINDS } from "../run/events.ts";
import type { Measure } from "../run/measure.ts";

const Size = z.object({
  kind: z.string(),
  contestant: z.string(),
  /** Bytes: of the file that is deployed, of the file if it were minified, and of that one compressed by gzip. */
  built: z.number(),
  minified: z.number(),
  gzip: z.number(),
});
const Result = z.array(Size);

/** The sizes of the files that are deployed. */
export const sizes: Measure<z.infer<typeof Result>> = {
  name: "sizes",
  title: "Size of the functions",
  schema: Result,
  run: ({ contestants }) => sizesOf(contestants),
  section: (
    result,
  ) => `V8 reads a whole file before it runs the first line. The first figure is the file as it is deployed, the second is that file minified
with short names, and the third is the second compressed by gzip. In KB. test/bench/sizes.test.ts fails if a function of ours becomes larger than
its budget.

${table(
  ["", "", "deployed", "minified", "gzip"],
  result.map(({ kind, contestant, built, minified, gzip }) => [
    kind,
    NAMES[contestant] ?? contestant,
    ...[built, minified, gzip].map(kilobytes),
  ]),
)}`,
};

/** Measures the file of each function. */
export const sizesOf = async (contestants: Partial<Contestants>): Promise<z.infer<typeof Result>> =>
  Promise.all(
    KINDS.flatMap((kind) => contestants[kind]?.map((built) => ({ kind, ...built })) ?? []).map(
      async ({ kind, contestant, file }) => {
        const code = await readFile(file);
        const { code: minified } = await transform(code, { minify: true, legalComments: "none", target: "node24" });
        const gzip = gzipSync(minified, { level: 9 }).length;
        return { kind, contestant, built: code.length, minified: Buffer.byteLength(minified), gzip };
      },
    ),
  );

const kilobytes = (bytes: number): string => (bytes / 1024).toFixed(0);
