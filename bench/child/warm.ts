import { writeSync } from "node:fs";
import { contextOf } from "../../src/local/context.ts";
import { eventOf, KINDS } from "../run/events.ts";
import { load } from "./load.ts";
import { used } from "./used.ts";

// Handles many events in one process: warm <file> <kind> <sample> <records an event> <events at once> <events before> <events> <events between
// two looks at the memory>. Writes to the file descriptor 3 what the events took, without those before.

const [, , file = "", name = "", sample = "", ...numbers] = process.argv;
const [records = 1, atOnce = 1, before = 0, count = 1, between = count] = numbers.map(Number);
const handle = await load(file);
const kind = KINDS.find((one) => one === name);
if (kind === undefined) throw new Error(`There is no event of the kind "${name}"`);
const parsed: unknown = JSON.parse(sample);

let next = 0;
let answer: unknown;
/** Handles the events up to this number, with `atOnce` of them in flight. An event is made beforehand, so its making is not measured. */
const handleUntil = async (end: number) => {
  const events = Array.from({ length: end - next }, (_, i) => eventOf(kind, parsed, next + i, records));
  const [began, started] = [performance.now(), used()];
  let index = 0;
  const work = async () => {
    while (index < events.length) answer = await handle(events[index++], contextOf("bench", 600_000));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  next = end;
  return { cpu: used() - started, wall: performance.now() - began };
};

await handleUntil(before);
let [cpu, wall] = [0, 0];
const memory: { events: number; heap: number; rss: number }[] = [];
while (next < before + count) {
  const part = await handleUntil(Math.min(before + count, next + between));
  cpu += part.cpu;
  wall += part.wall;
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  memory.push({ events: next - before, heap: heapUsed, rss });
}
writeSync(3, JSON.stringify({ cpu, wall, memory, answer }));
process.exit();
