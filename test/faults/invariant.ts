import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Entry } from "../../src/log/entry.ts";
import type { Account } from "./account.ts";
import { type Expected, marksIn } from "./expected.ts";
import type { Log } from "./reading.ts";

/**
 * What is wrong with the log, in words; nothing when it holds: of every mark that was sent at most one entry, or rejection,
 * that says what it must; of each that `must` be there exactly one; and nothing else.
 */
export const violations = (
  log: Log,
  { expected, ids, written }: Account,
  must: ReadonlySet<string>,
): readonly string[] => {
  const all = [...log.entries, ...log.rejected];
  const byMark = Map.groupBy(all, (entry) => marksIn(entry).join());
  return [
    ...[...byMark].flatMap(([mark, entries]) => {
      const wanted = expected.get(mark);
      if (wanted === undefined) return [`Nobody sent what there is: ${show(entries)}`];
      if (entries.length > 1) return [`${mark} is there ${entries.length} times: ${show(entries)}`];
      return entries.flatMap((entry) => faultsOf(entry, wanted, ids.get(mark)));
    }),
    ...[...must].filter((mark) => !byMark.has(mark)).map((mark) => `${mark} is not there: ${show(expected.get(mark))}`),
    ...(written > log.entries.length
      ? [`${written} were reported as written, but ${log.entries.length} are there`]
      : []),
    ...log.entries
      .filter(({ stream }) => stream === "rejected")
      .map((entry) => `Rejected, yet in /logs: ${show(entry)}`),
  ];
};

/** What is wrong with a later reading: an entry, once there, is never changed and never goes. */
export const changes = (before: Log, after: Log): readonly string[] => {
  const later = new Map([...after.entries, ...after.rejected].map((entry) => [entry.id, entry]));
  return [...before.entries, ...before.rejected]
    .filter((entry) => !isDeepStrictEqual(entry, later.get(entry.id)))
    .map((entry) => `An entry has changed: ${show(entry)} is now ${show(later.get(entry.id))}`);
};

/** What a follower has not seen exactly once, as the log has it. */
export const unseen = (log: Log, followed: readonly Entry[]): readonly string[] => {
  const seen = Map.groupBy(followed, ({ id }) => id);
  return [...log.entries, ...log.rejected].flatMap((entry) => {
    const [first, ...more] = seen.get(entry.id) ?? [];
    return more.length === 0 && isDeepStrictEqual(first, entry)
      ? []
      : [`A follower has seen ${more.length + (first ? 1 : 0)} times ${show(entry)}`];
  });
};

const faultsOf = (entry: Entry, wanted: Expected, ids: ReadonlySet<string> = new Set()): readonly string[] => {
  const wrong = [
    entry.stream !== wanted.stream && "stream",
    ...Object.entries(wanted.fields).map(([name, value]) => !isDeepStrictEqual(entry[name], value) && name),
    wanted.times !== undefined && !wanted.times.includes(entry.time) && "time",
    wanted.payload !== undefined && !isDeepStrictEqual(payloadOf(entry), wanted.payload) && "payload",
    wanted.worked === true && !isDeepStrictEqual(entry.result, JSON.stringify({ done: entry.id })) && "result",
    [...ids].some((id) => id !== entry.id) && `id (told: ${[...ids].join()})`,
  ].filter((name) => name !== false);
  return wrong.length === 0 ? [] : [`Wrong ${wrong.join()} in ${show(entry)}, expected ${show(wanted)}`];
};

/** Of a request the event in it, of anything else the whole. */
const payloadOf = ({ data }: Entry): unknown => {
  const payload = Rejected.safeParse(data).data?.payload;
  const request = Request.safeParse(payload);
  return request.success ? request.data.event : payload;
};

const Rejected = z.object({ payload: z.unknown() });
const Request = z.object({ mode: z.string(), event: z.unknown() });

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 1500) ?? "nothing";
