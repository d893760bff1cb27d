import { cold } from "../measure/cold.ts";
import { throughput } from "../measure/throughput.ts";
import { warm } from "../measure/warm.ts";
import { OURS } from "../run/build.ts";
import type { Results } from "../run/results.ts";
import { table } from "./table.ts";

// The goals were set before the work on speed began. Each is a ratio to a bare function, or to conditional puts.
const AT_MOST: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  [cold.name]: {
    "an upload to S3": 0.8,
    "`POST /events`": 0.8,
    "a firing": 0.8,
    "`GET /logs?stream=s3&limit=50`": 0.85,
  },
  [warm.name]: {
    "an event with one upload": 1.15,
    "an event with 1,000 uploads": 1,
    "`GET /logs?stream=s3&limit=50`": 1.2,
  },
};
const EVENTS_AT_LEAST = 0.8;

/** The section of docs/bench.md that says which goals are reached. A goal that is not reached stays on the page. */
export const goalsSection = (results: Results): string => {
  const works = [cold, warm].flatMap(({ name, title, schema }) =>
    schema.parse(results[name]?.result).flatMap(({ work, compared }) => {
      const goal = AT_MOST[name]?.[work];
      const ratio = compared.find(({ contestant }) => contestant === OURS)?.figures["cpu"]?.ratio.median;
      if (goal === undefined || ratio === undefined) return [];
      return [
        [`${title}: ${work}`, `at most ${goal.toFixed(2)}`, ratio.toFixed(2), ratio <= goal ? "reached" : "missed"],
      ];
    }),
  );
  const rate = throughput.schema.parse(results[throughput.name]?.result).find(({ contestant }) => contestant === OURS)
    ?.figures["ofCpu"]?.ratio.median;
  const events = [
    [
      throughput.title,
      `at least ${EVENTS_AT_LEAST.toFixed(2)}`,
      rate?.toFixed(2) ?? "",
      (rate ?? 0) >= EVENTS_AT_LEAST ? "reached" : "missed",
    ],
  ];
  return `## Goals\n\n${table(["", "goal", "measured", ""], [...works, ...events])}`;
};
