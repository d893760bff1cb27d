/**
 * Shows the log as it grows, to a person: within a second or two, and without a gap. `tail` is fast but may leave entries
 * out. `follow` leaves nothing out but is two minutes behind. A client asks both, and these functions say what of each answer
 * is new. Nothing is missed. Nothing is shown twice, except what one answer held if the client was killed before it saved its state.
 *
 * The functions are pure. The state is plain JSON, and says which requests come next. The client
 *
 * 1. sends `GET /logs?follow=-125s&limit=200`, and after that `GET /logs` (newest first), both with the same filters. It
 *    gives both answers to `begin`, and shows the `unseen` entries. There is no state before that.
 * 2. asks `state.tail` every second or two, and `state.follow` at least every minute, and again at once until
 *    `isCaughtUp` says that this answer was the last one for now. An answer may be empty long before that, because a
 *    request looks through a part of the log only. And a busy log always has one more entry. The client gives each
 *    answer to `tailed` or `followed`, shows the `unseen` entries, and then saves the state. It may ask both at the
 *    same time, but handles one answer at a time.
 * 3. goes on with 2 after a restart.
 *
 * ```ts
 * let { state, unseen } = begin("/logs?stream=s3", {
 *   follow: await get(followFrom("/logs?stream=s3")),
 *   list: await get("/logs?stream=s3"),
 * });
 * for (;;) {
 *   show(unseen); // oldest first
 *   save(JSON.stringify(state));
 *   await pause(1_000);
 *   ({ state, unseen } = isTimeToFollow() ? followed(state, await get(state.follow)) : tailed(state, await get(state.tail)));
 * }
 * ```
 *
 * The state holds the id of each shown entry until `follow` has delivered the entry. These are the entries of about two
 * minutes, and those that are dated ahead. If `follow` is not asked, the state grows.
 *
 * This file runs in a browser and in a command. So it imports nothing.
 */
export interface State {
  /** The next request to follow, and the next one to tail. */
  readonly follow: string;
  readonly tail: string;
  /** Up to which time `follow` has delivered everything. */
  readonly reached: string;
  /** The ids that were shown and that `follow` may still deliver, each with the time when its entry settled. */
  readonly shown: Readonly<Record<string, string>>;
  /** What was recorded before this belongs to the past, and is not shown any more. A client may set it: see `pastOf`. */
  readonly past?: string | undefined;
}

/** What must be known of an entry. */
interface Shown {
  readonly id: string;
  readonly time: string;
  readonly recordedtime: string;
}

/** An answer to a list or a tail: newest first. */
interface Latest<E> {
  readonly entries: readonly E[];
  readonly next?: string | undefined;
}

/** An answer to a follower. */
interface Settled<E> {
  readonly entries: readonly E[];
  readonly next: string;
  readonly reached: string;
}

/** The entries to show, oldest first, and the state after that. */
interface Step<E> {
  readonly state: State;
  readonly unseen: readonly E[];
}

/** How far before its beginning a client follows. What its first list does not hold yet settles later than that. In seconds. */
export const FOLLOW_BACK_SECONDS = 125;
/** How far a follower stays behind the clock of the log, in ms. */
export const BEHIND_MS = 120_000;
/** A follower that is not further behind than this has caught up: what is left comes with its next answer. In ms. */
const CAUGHT_UP_MS = BEHIND_MS + 10_000;
/** An entry that was recorded longer than this after its time is late, in ms. It settles when it is recorded. */
export const LATE_MS = 60_000;
/** An entry that was recorded longer ago than this is in every list, in ms. */
const VISIBLE_MS = BEHIND_MS - LATE_MS;

/** The first request to follow, for a list. `target` is a path, with filters if there are any. */
export const followFrom = (target: string, limit = 200): string =>
  withParameter(withParameter(target, "follow", `-${FOLLOW_BACK_SECONDS}s`), "limit", String(limit));

/**
 * The `past` of a client that asked for its list after this first answer of `follow`. What was recorded before that was in the log
 * already, even if its write was slow. So the list has it, or leaves it out because it has a limit.
 */
export const pastOf = ({ reached }: Pick<Settled<unknown>, "reached">): string =>
  new Date(Date.parse(reached) + BEHIND_MS - VISIBLE_MS).toISOString();

/** Whether a follower has nothing more for now. `asked` is when it was asked, by the clock of the log, in ms since 1970. */
export const isCaughtUp = ({ reached }: Pick<Settled<unknown>, "reached">, asked: number): boolean =>
  Date.parse(reached) >= asked - CAUGHT_UP_MS;

/** After the first answers: that to `followFrom(target)`, and that to `target` itself. */
export const begin = <E extends Shown>(
  target: string,
  { follow, list }: { readonly follow: Settled<E>; readonly list: Latest<E> },
): Step<E> => {
  const listed = new Set(list.entries.map(({ id }) => id));
  const unseen = [...list.entries, ...follow.entries.filter(({ id }) => !listed.has(id))].sort(byTime);
  return {
    state: {
      follow: follow.next,
      tail: withParameter(target, "tail", "now"),
      reached: follow.reached,
      shown: shownSince(follow.reached, {}, unseen),
    },
    unseen,
  };
};

/** After an answer to `state.tail`. */
export const tailed = <E extends Shown>(state: State, { entries, next = state.tail }: Latest<E>): Step<E> => {
  // What settled before `reached` was delivered by `follow` while this answer was under way.
  const unseen = entries.filter((entry) => isUnseen(state, entry) && settledAt(entry) >= state.reached).toReversed();
  return { state: { ...state, tail: next, shown: shownSince(state.reached, state.shown, unseen) }, unseen };
};

/** After an answer to `state.follow`. */
export const followed = <E extends Shown>(state: State, { entries, next, reached }: Settled<E>): Step<E> => {
  const unseen = entries.filter((entry) => isUnseen(state, entry));
  return { state: { ...state, follow: next, reached, shown: shownSince(reached, state.shown, unseen) }, unseen };
};

const isUnseen = ({ shown, past = "" }: State, { id, recordedtime }: Shown): boolean =>
  !Object.hasOwn(shown, id) && recordedtime >= past;

/** When a follower is given an entry: see "Following" in docs/reading.md. */
const settledAt = ({ time, recordedtime }: Shown): string =>
  Date.parse(recordedtime) - Date.parse(time) > LATE_MS ? recordedtime : time;

/** What was shown, without what `follow` cannot deliver any more. It may still deliver entries of the millisecond `reached`. */
const shownSince = (reached: string, shown: State["shown"], unseen: readonly Shown[]): State["shown"] =>
  Object.fromEntries(
    [...Object.entries(shown), ...unseen.map((entry) => [entry.id, settledAt(entry)] as const)].filter(
      ([, settled]) => settled >= reached,
    ),
  );

const byTime = (a: Shown, b: Shown): number => {
  if (a.time === b.time) return a.id < b.id ? -1 : 1;
  return a.time < b.time ? -1 : 1;
};

/** A target with one more parameter, whose value needs no encoding. */
export const withParameter = (target: string, name: string, value: string): string =>
  `${target}${target.includes("?") ? "&" : "?"}${name}=${value}`;
