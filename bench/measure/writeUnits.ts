import * as z from "zod";
import { readTemplate } from "../../src/local/template.ts";
import { itemBytes } from "../../src/log/itemSize.ts";
import { NAMES } from "../page/comparedTable.ts";
import { table } from "../page/table.ts";
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
  section: (result) => `The writes that one event makes, and the write units that DynamoDB bills for them: one for each KB that is started, of the item and of
each index that holds it. Only our table has indexes. A bare function and middy write an entry of one unit; they have no history of a subject, and a
repeat with another time is a second entry. Powertools writes a record of idempotency, the entry, and the record again.

${table(
  ["event", "", "puts", "updates", "write units"],
  result.map(({ kind, contestant, puts, updates, units }) => [
    kind,
    NAMES[contestant] ?? contestant,
    ...[puts, updates, units].map(String),
  ]),
)}`,
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
