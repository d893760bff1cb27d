import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Entry } from "../../src/log/entry.ts";
import type { Account } from "./account.ts";
import { type Expected, keyOf, marksIn } from "./expected.ts";
import type { Log } from "./reading.ts";

/**
 * Checks the log, and returns what is wrong, in words. Each event that was sent has at most one entry or rejection, with the
 * right content. Each event whose key is in `must` has exactly one. The log has nothing else. Each id in an answer is in the log.
 */
export const violations = (
  log: Log,
  { expected, ids, written }: Account,
  must: ReadonlySet<string>,
): readonly string[] => {
  const all = [...log.entries, ...log.rejected];
  const byMark = Map.groupBy(all, (entry) => marksIn(entry).join());
  const wantedOf = Map.groupBy(expected.values(), ({ mark }) => mark);
  return [
    ...[...byMark].flatMap(([mark, entries]) => {
      const [wanted, ...equal] = wantedOf.get(mark) ?? [];
      if (wanted === undefined) return [`Nobody sent these entries: ${show(entries)}`];
      if (entries.length > 1 + equal.length) return [`${mark} is in the log ${entries.length} times: ${show(entries)}`];
      return entries.flatMap((entry) => faultsOf(entry, wanted));
    }),
    ...[...wantedOf].flatMap(([mark, wanted]) => {
      const missing = wanted.filter((one) => must.has(keyOf(one))).length - (byMark.get(mark)?.length ?? 0);
      return missing > 0 ? [`${mark} is missing ${missing} times: ${show(wanted)}`] : [];
    }),
    ...wrongIds(ids, (key) => byMark.get(expected.get(key)?.mark ?? "")?.map(({ id }) => id) ?? []),
    ...(written > log.entries.length
      ? [`The log lines report ${written} written entries, but the log has ${log.entries.length}`]
      : []),
    ...log.entries
      .filter(({ stream }) => stream === "rejected")
      .map((entry) => `A rejection is in /logs: ${show(entry)}`),
  ];
};

/** Checks a later reading of the log: an entry never changes and never disappears. */
export const changes = (before: Log, after: Log): readonly string[] => {
  const later = new Map([...after.entries, ...after.rejected].map((entry) => [entry.id, entry]));
  return [...before.entries, ...before.rejected]
    .filter((entry) => !isDeepStrictEqual(entry, later.get(entry.id)))
    .map((entry) => `An entry has changed: ${show(entry)} is now ${show(later.get(entry.id))}`);
};

/** Finds the entries that a follower has not seen exactly once, as they are in the log. */
export const unseen = (log: Log, followed: readonly Entry[]): readonly string[] => {
  const seen = Map.groupBy(followed, ({ id }) => id);
  return [...log.entries, ...log.rejected].flatMap((entry) => {
    const [first, ...more] = seen.get(entry.id) ?? [];
    return more.length === 0 && isDeepStrictEqual(first, entry)
      ? []
      : [`A follower has seen an entry ${more.length + (first ? 1 : 0)} times: ${show(entry)}`];
  });
};

/** Checks the ids in the answers: one event has one id, two events have two, and each id is in the log. */
const wrongIds = (ids: Account["ids"], idsThere: (key: string) => readonly string[]): readonly string[] => {
  const told = [...ids].flatMap(([key, some]) => [...some].map((id) => ({ key, id })));
  const [byKey, byId] = [Map.groupBy(told, ({ key }) => key), Map.groupBy(told, ({ id }) => id)];
  return [
    ...[...byKey.values(), ...byId.values()].filter((same) => same.length > 1),
    ...told.filter(({ key, id }) => !idsThere(key).includes(id)),
  ].map((wrong) => `Wrong ids in the answers: ${show(wrong)}`);
};

const faultsOf = (entry: Entry, wanted: Expected): readonly string[] => {
  const wrong = [
    entry.stream !== wanted.stream && "stream",
    ...Object.entries(wanted.fields).map(([name, value]) => !isDeepStrictEqual(entry[name], value) && name),
    wanted.times !== undefined && !wanted.times.includes(entry.time) && "time",
    wanted.payloads?.every((payload) => !isDeepStrictEqual(payloadOf(entry), payload)) && "payload",
    wanted.worked === true && !isDeepStrictEqual(entry.result, JSON.stringify({ done: entry.id })) && "result",
  ].filter((name) => typeof name === "string");
  return wrong.length === 0 ? [] : [`Wrong ${wrong.join()} in ${show(entry)}, expected ${show(wanted)}`];
};

/** The payload of a rejection, or the event in it if the payload is an HTTP request. */
const payloadOf = ({ data }: Entry): unknown => {
  const payload = Rejected.safeParse(data).data?.payload;
  const request = Request.safeParse(payload);
  return request.success ? request.data.event : payload;
};

const Rejected = z.object({ payload: z.unknown() });
const Request = z.object({ mode: z.string(), event: z.unknown() });

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 1500) ?? "nothing";
