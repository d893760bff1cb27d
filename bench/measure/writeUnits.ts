import * as z from "zod";
import { readTemplate } from "../../src/local/template.ts";
import { itemBytes } from "../../src/log/itemSize.ts";
import { NAMES } from "../page/comparedTable.ts";
import { table } from "../page/table.ts";
import { dollarsPerMillion } from "../prices.ts";
import type { Kind } from "../run/events.ts";
import { handledCold } from "../run/handled.ts";
import type { Measure } from "../run/measure.ts";
import type { Attributes } from "../stub/taken.ts";

const Result = z.array(
  z.object({ kind: z.string(), contestant: z.string(), puts: z.number(), updates: z.number(), units: z.number() }),
);

const WORKS: readonly Kind[] = ["s3", "http", "schedule"];

/** The write units of one event, as DynamoDB bills them: one for each KB that is started, for the item and for each index that holds it. */
export const writeUnits: Measure<z.infer<typeof Result>> = {
  name: "units",
  title: "Write units of one event",
  schema: Result,
  run: async (setup) => {
    const result: z.infer<typeof Result> = [];
    for (const kind of WORKS)
      for (const { contestant, file } of setup.contestants[kind]) {
        const { taken } = await handledCold(setup, file, kind);
        const updates = sum(Object.values(taken.updates));
        const units = sum(taken.samples.map(unitsOf)) + updates;
        result.push({ kind, contestant, puts: sum(Object.values(taken.puts)), updates, units });
      }
    return result;
  },
  section: (
    result,
  ) => `The writes that one event makes, and the write units that DynamoDB bills for them: one for each KB that is started, of the item and of
each index that holds it. Only our table has indexes. A bare function and middy write an entry of one unit; they have no history of a subject, and a
repeat with another time is a second entry. Powertools writes a record of idempotency, the entry, and the record again.

${table(
  ["event", "", "puts", "updates", "write units", "$ a million, DynamoDB", "$ a million, in all"],
  result.map(({ kind, contestant, puts, updates, units }) => [
    kind,
    NAMES[contestant] ?? contestant,
    ...[puts, updates, units].map(String),
    ...dollarsOf(kind, units),
  ]),
)}

The dollars are [list prices](cost.md) for one million events, one an invocation: write units, Lambda's requests and 50 ms of 512 MB (assumed for all),
1 KB of log, and for HTTP the API Gateway and its log.`,
};

const dollarsOf = (kind: string, units: number): string[] => {
  const { dynamodb, total } = dollarsPerMillion({ writeUnits: units, isHttp: kind === "http" });
  return [dynamodb.toFixed(2), total.toFixed(2)];
};

const { table: properties } = readTemplate();
const keysOfIndexes = (properties.GlobalSecondaryIndexes ?? []).map(({ KeySchema }) =>
  KeySchema.map(({ AttributeName }) => AttributeName),
);

const unitsOf = (item: Attributes): number => {
  const values = Object.fromEntries(Object.entries(item).map(([name, value]) => [name, Object.values(value)[0]]));
  const indexes = keysOfIndexes.filter((keys) => keys.every((key) => key in values)).length;
  return Math.ceil(itemBytes(values) / 1024) * (1 + indexes);
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
