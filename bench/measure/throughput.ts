import { comparedTable } from "../page/comparedTable.ts";
import { buildFunction } from "../run/build.ts";
import { Compared, compare } from "../run/compare.ts";
import { handledWarm } from "../run/handled.ts";
import type { Measure } from "../run/measure.ts";

const AT_ONCE = 32;

/** How many events a second one process handles. */
export const throughput: Measure<Compared> = {
  name: "throughput",
  title: "Events a second in one process",
  schema: Compared,
  run: async (setup) => {
    const puts = { contestant: "puts", from: "bench/peers/conditionalPuts.ts", name: "s3" };
    const contestants = [await buildFunction(puts), ...setup.contestants.s3];
    const events = setup.scaled(2_000, 300);
    const load = { kind: "s3", records: 1, atOnce: AT_ONCE, before: 500, events } as const;
    const measured = async ({ file }: { readonly file: string }) => {
      const { wall, cpu } = await handledWarm(setup, file, load);
      return { ofCpu: (events / cpu) * 1000, ofTime: (events / wall) * 1000 };
    };
    return compare(contestants, setup.scaled(7, 2), measured, setup.say);
  },
  section: (
    compared,
  ) => `One process has ${AT_ONCE} events with one upload in flight, as no Lambda function ever has: Lambda gives a process one event at a
time. The figure is how many events it handles in a second of CPU time: the most that one core can do. More is better. The floor is a program that
reads nothing but a key: each event is one conditional put.

${comparedTable("uploads", "ofCpu", "events a second of CPU", compared)}`,
};
