import * as z from "zod";
import { functionEnvironment, LOG } from "./environment.ts";
import { eventOf, type Kind } from "./events.ts";
import { runChild } from "./runChild.ts";
import { sampleOf } from "./samples.ts";
import type { Setup } from "./setup.ts";

/** How one process handles events. */
export interface Load {
  readonly kind: Kind;
  /** How many records an event has. */
  readonly records: number;
  /** How many events are in flight. */
  readonly atOnce: number;
  /** How many events come before those that are measured. */
  readonly before: number;
  readonly events: number;
  /** After how many events to look at the memory. By default, it looks at the end. */
  readonly between?: number;
}

/** What a function is called with. */
type Called = Pick<Setup, "children" | "stub">;

const Answer = z.object({ statusCode: z.number(), body: z.string() });
const Cold = z.object({ cpu: z.number(), process: z.number(), wall: z.number(), answer: z.unknown() });
const Memory = z.object({ events: z.number(), heap: z.number(), rss: z.number() });
const Warm = z.object({ cpu: z.number(), wall: z.number(), memory: z.array(Memory), answer: z.unknown() });

/** Handles one event in a new process. The result is in milliseconds. Throws if the function has not done its work. */
export const handledCold = async ({ children, stub }: Called, file: string, kind: Kind) => {
  const args = [file, JSON.stringify(eventOf(kind, sampleOf(kind), 0))];
  const result = Cold.parse(await runChild(children.cold, args, functionEnvironment(stub.endpoint)));
  return { ...result, taken: await checkedWork({ stub }, kind, 1, result.answer, file) };
};

/** Handles many events in one process. The result is in milliseconds. Throws if the function has not done its work. */
export const handledWarm = async ({ children, stub }: Called, file: string, load: Load) => {
  const { kind, records, atOnce, before, events, between = events } = load;
  const args = [file, kind, JSON.stringify(sampleOf(kind)), ...[records, atOnce, before, events, between].map(String)];
  const environment = functionEnvironment(stub.endpoint);
  const result = Warm.parse(await runChild(children.warm, args, environment, ["--expose-gc"]));
  await checkedWork({ stub }, kind, records * (before + events), result.answer, file);
  return result;
};

/** A function has written each record once, or has answered with the page of 50 entries. A wrong answer would be a fast one. */
const checkedWork = async (
  { stub }: Pick<Setup, "stub">,
  kind: Kind,
  records: number,
  answer: unknown,
  file: string,
) => {
  const taken = await stub.taken();
  const { puts } = taken;
  const expected = kind === "logs" ? 0 : records;
  if ((puts[LOG] ?? 0) !== expected)
    throw new Error(`${file} wrote ${puts[LOG] ?? 0} entries for ${records} records of ${kind}`);
  if (kind === "http" && Answer.parse(answer).statusCode !== 201) throw new Error(`${file}: ${JSON.stringify(answer)}`);
  if (kind !== "logs") return taken;
  const { statusCode, body } = Answer.parse(answer);
  const { entries, next } = z.object({ entries: z.array(z.unknown()), next: z.string() }).parse(JSON.parse(body));
  if (statusCode !== 200 || entries.length !== 50 || next === "")
    throw new Error(`${file} answered ${statusCode} ${body}`);
  return taken;
};
