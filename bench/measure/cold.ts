import * as z from "zod";
import { comparedTable } from "../page/comparedTable.ts";
import { buildFunction, type Source } from "../run/build.ts";
import { Compared, compare } from "../run/compare.ts";
import type { Kind } from "../run/events.ts";
import { handledCold } from "../run/handled.ts";
import type { Measure } from "../run/measure.ts";

const WORKS: readonly { readonly kind: Kind; readonly work: string }[] = [
  { kind: "s3", work: "an upload to S3" },
  { kind: "http", work: "`POST /events`" },
  { kind: "schedule", work: "a firing" },
  { kind: "logs", work: "`GET /logs?stream=s3&limit=50`" },
];

const Result = z.array(z.object({ work: z.string(), compared: Compared }));

/** A cold start: a new process loads the function and handles its first event. */
export const cold: Measure<z.infer<typeof Result>> = {
  name: "cold",
  title: "Cold start",
  schema: Result,
  run: async (setup) => {
    const result: z.infer<typeof Result> = [];
    for (const { kind, work } of WORKS) {
      const measured = async ({ file }: { readonly file: string }) => {
        const { cpu, wall } = await handledCold(setup, file, kind);
        return { cpu, wall };
      };
      const say = (done: string) => setup.say(`${kind}: ${done}`);
      const [bare, ...others] = setup.contestants[kind];
      if (bare === undefined) throw new Error(`Nothing handles ${kind}`);
      const contestants = [bare, await buildFunction(bareBuiltLikeOurs(kind)), ...others];
      const compared = await compare(contestants, setup.scaled(30, 3), measured, say);
      result.push({ work, compared });
    }
    return result;
  },
  section: (
    result,
  ) => `A new Node process loads the function and handles one event. The figure is the CPU time from before the function's
file is loaded to the answer, in the process and in the system. Node's own start is not in it, because it is the same for all. What
makes our start fast is how the file is built, and a bare function can have that too: its second row is built with our options
([scripts/functionBuild.ts](../scripts/functionBuild.ts)). The rest of our ratio is what our code does more than a bare function.

${result.map(({ work, compared }) => comparedTable(work, "cpu", "ms of CPU", compared)).join("\n\n")}`,
};

const bareBuiltLikeOurs = (kind: Kind): Source => ({
  contestant: "bareBuiltLikeOurs",
  from: kind === "logs" ? "bench/peers/bareRead.ts" : "bench/peers/bare.ts",
  name: kind,
  isBuiltLikeOurs: true,
});
