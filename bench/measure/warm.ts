import * as z from "zod";
import { comparedTable } from "../page/comparedTable.ts";
import { Compared, compare } from "../run/compare.ts";
import type { Kind } from "../run/events.ts";
import { handledWarm } from "../run/handled.ts";
import type { Measure } from "../run/measure.ts";

interface Work {
  readonly kind: Kind;
  readonly work: string;
  readonly records: number;
  /** How many events come before those that are measured, and how many are measured. */
  readonly before: number;
  readonly events: number;
}

const WORKS: readonly Work[] = [
  { kind: "s3", work: "an event with one upload", records: 1, before: 500, events: 1_000 },
  { kind: "http", work: "`POST /events`", records: 1, before: 500, events: 1_000 },
  { kind: "s3", work: "an event with 1,000 uploads", records: 1_000, before: 1, events: 3 },
  { kind: "logs", work: "`GET /logs?stream=s3&limit=50`", records: 1, before: 200, events: 400 },
];

const Result = z.array(z.object({ work: z.string(), compared: Compared }));

/** A warm function: a process that has handled many events handles more. */
export const warm: Measure<z.infer<typeof Result>> = {
  name: "warm",
  title: "Warm function",
  schema: Result,
  run: async (setup) => {
    const result: z.infer<typeof Result> = [];
    for (const { kind, work, records, before: allBefore, events: all } of WORKS) {
      const [before, events] = [
        setup.scaled(allBefore, Math.ceil(allBefore / 5)),
        setup.scaled(all, Math.ceil(all / 5)),
      ];
      const measured = async ({ file }: { readonly file: string }) => {
        const { cpu, wall } = await handledWarm(setup, file, { kind, records, atOnce: 1, before, events });
        return { cpu: cpu / events, wall: wall / events };
      };
      const say = (done: string) => setup.say(`${work}: ${done}`);
      const compared = await compare(setup.contestants[kind], setup.scaled(7, 2), measured, say);
      result.push({ work, compared });
    }
    return result;
  },
  section: (
    result,
  ) => `A process handles events one after another, until its code is compiled, and then handles those that are measured. The figure
is the CPU time of one event. Each record of an event with 1,000 is a write of its own; every contestant has 16 of them in flight.

${result.map(({ work, compared }) => comparedTable(work, "cpu", "ms of CPU", compared)).join("\n\n")}`,
};
