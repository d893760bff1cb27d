import { readFile } from "node:fs/promises";
import * as z from "zod";
import { writeWhole } from "../writeWhole.ts";
import type { Schedule } from "./schedule.ts";

const Anchors = z.record(z.string(), z.object({ expression: z.string(), anchor: z.int() }));

/**
 * When each schedule began, in ms since 1970, by its ARN. The file `state` keeps it, so that a restart does not begin a rate anew. A
 * schedule that is not in the file, or has another expression there, begins `now`, at a whole second.
 */
export const anchorsIn = async (
  state: string,
  schedules: readonly Schedule[],
  now: number,
  say: (sentence: string) => void,
) => {
  const kept = await read(state, say);
  const begun = Math.floor(now / 1000) * 1000;
  const anchors = schedules.map(({ name, arn, expression }) => {
    const before = kept[arn] ?? kept[name]; // Older files have names.
    const isNew = before?.expression !== expression;
    return { arn, expression, anchor: isNew ? begun : before.anchor, isNew };
  });
  const content = anchors.map(({ arn, expression, anchor }) => [arn, { expression, anchor }] as const);
  await writeWhole(state, JSON.stringify(Object.fromEntries(content), undefined, 2));
  return new Map(anchors.map(({ arn, anchor, isNew }) => [arn, { anchor, isNew }]));
};

const read = async (state: string, say: (sentence: string) => void): Promise<z.infer<typeof Anchors>> => {
  const text = await readFile(state, "utf8").catch(() => "{}");
  try {
    return Anchors.parse(JSON.parse(text));
  } catch {
    say(`The file ${state} cannot be read, so all rates begin now.`);
    return {};
  }
};
