import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Entry } from "../../src/log/entry.ts";
import type { Account } from "./account.ts";
import { type Expected, keyOf, marksIn } from "./expected.ts";
import type { Log } from "./reading.ts";

/**
 * What is wrong with the log, in words; nothing when it holds. Each event that was sent has at most one entry, or rejection,
 * that says what it must. Each one whose key is in `must` has exactly one. There is nothing else. Each id that its sender was
 * told is there.
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
      if (wanted === undefined) return [`Nobody sent what there is: ${show(entries)}`];
      if (entries.length > 1 + equal.length) return [`${mark} is there ${entries.length} times: ${show(entries)}`];
      return entries.flatMap((entry) => faultsOf(entry, wanted));
    }),
    ...[...wantedOf].flatMap(([mark, wanted]) => {
      const missing = wanted.filter((one) => must.has(keyOf(one))).length - (byMark.get(mark)?.length ?? 0);
      return missing > 0 ? [`${mark} is not there ${missing} times: ${show(wanted)}`] : [];
    }),
    ...wrongIds(ids, (key) => byMark.get(expected.get(key)?.mark ?? "")?.map(({ id }) => id) ?? []),
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

/** What is wrong with the ids that senders were told: one event has one id, two have two, and each is there. */
const wrongIds = (ids: Account["ids"], idsThere: (key: string) => readonly string[]): readonly string[] => {
  const told = [...ids].flatMap(([key, some]) => [...some].map((id) => ({ key, id })));
  const [byKey, byId] = [Map.groupBy(told, ({ key }) => key), Map.groupBy(told, ({ id }) => id)];
  return [
    ...[...byKey.values(), ...byId.values()].filter((same) => same.length > 1),
    ...told.filter(({ key, id }) => !idsThere(key).includes(id)),
  ].map((wrong) => `Wrong ids were told: ${show(wrong)}`);
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

/** Of a request the event in it, of anything else the whole. */
const payloadOf = ({ data }: Entry): unknown => {
  const payload = Rejected.safeParse(data).data?.payload;
  const request = Request.safeParse(payload);
  return request.success ? request.data.event : payload;
};

const Rejected = z.object({ payload: z.unknown() });
const Request = z.object({ mode: z.string(), event: z.unknown() });

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 1500) ?? "nothing";
