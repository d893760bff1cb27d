import * as z from "zod";
import { NAMES } from "../page/comparedTable.ts";
import { table } from "../page/table.ts";
import { OURS } from "../run/build.ts";
import { handledWarm } from "../run/handled.ts";
import type { Measure } from "../run/measure.ts";

const Look = z.object({ events: z.number(), heap: z.number(), rss: z.number() });
const Result = z.array(z.object({ contestant: z.string(), looks: z.array(Look) }));

/** Whether a function that handles many events keeps some of their memory. */
export const memory: Measure<z.infer<typeof Result>> = {
  name: "memory",
  title: "Memory over many events",
  schema: Result,
  run: async (setup) => {
    const events = setup.scaled(200_000, 2_000);
    const load = { kind: "s3", records: 1, atOnce: 16, before: 1_000, events, between: events / 20 } as const;
    const result: z.infer<typeof Result> = [];
    for (const { contestant, file } of setup.contestants.s3.filter((one) => one.contestant === OURS)) {
      const { memory: looks } = await handledWarm(setup, file, load);
      result.push({ contestant, looks });
      setup.say(contestant);
    }
    return result;
  },
  section: (result) => {
    const shown = (looks: readonly z.infer<typeof Look>[]) =>
      looks.filter((_, index) => index % 6 === 0 || index === looks.length - 1);
    const counts = shown(result[0]?.looks ?? []);
    const rows = result.map(({ contestant, looks }) => [
      NAMES[contestant] ?? contestant,
      ...shown(looks).map(({ heap }) => megabytes(heap)),
      megabytes(Math.max(...looks.map(({ rss }) => rss))),
    ]);
    const head = counts.map(({ events }) => `after ${events.toLocaleString("en-US")}`);
    return `The heap after a garbage collection, in MB, after so many events with one upload, and the most memory that the process had. A heap that
grows with the events would be a leak.

${table(["", ...head, "the process, at most"], rows)}`;
  },
};

const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
