import { BEHIND_MS, begin, followed, followFrom, isCaughtUp, tailed } from "../../../api/tailing/tailing.ts";
import type { Entry, Page } from "../api/answers.ts";
import { askFollowed, askPage } from "../api/log.ts";
import { sentenceOf } from "../api/sentence.ts";

const TAIL_MS = 1_000;
const FOLLOW_MS = 60_000;
const CATCH_UP_MS = 1.5 * TAIL_MS; // a tail comes in between, so what is new is shown meanwhile
const LONGEST_PAUSE_MS = 30_000;

interface Watching {
  /** A path with its filters. */
  readonly target: string;
  /** The newest page of the list. */
  readonly list: Page;
  readonly signal: AbortSignal;
  /** Gets new entries, oldest first. The first time, it gets those of the list too. */
  readonly onUnseen: (entries: readonly Entry[]) => void;
  /** Gets what is wrong, and `undefined` when it is well again. */
  readonly onFailure: (sentence: string | undefined) => void;
}

/** Watches the log grow until it is aborted: within about a second, and without a gap (see src/api/tailing). After a failure, it tries again. */
export const watch = async ({ target, list, signal, onUnseen, onFailure }: Watching): Promise<void> => {
  const attempt = async <T>(ask: () => Promise<T>): Promise<T> => {
    // One failure can be chance, and a sentence that is gone after a second helps nobody.
    for (let pause = TAIL_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        const answer = await ask();
        onFailure(undefined);
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        if (pause > TAIL_MS) onFailure(sentenceOf(error));
        await wait(pause, signal);
      }
    }
  };
  try {
    const follow = await attempt(() => askFollowed(followFrom(target), signal));
    let { state, unseen } = begin(target, { follow, list });
    // By how much the clock of the log is ahead of this one: the first answer ends where a follower can stand, or just before.
    const ahead = Date.parse(follow.reached) + BEHIND_MS - Date.now();
    let nextFollow = Date.now() + FOLLOW_MS;
    for (;;) {
      signal.throwIfAborted();
      if (unseen.length > 0) onUnseen(unseen);
      await wait(TAIL_MS, signal);
      if (Date.now() >= nextFollow) {
        const asked = Date.now();
        const answer = await attempt(() => askFollowed(state.follow, signal));
        ({ state, unseen } = followed(state, answer));
        nextFollow = Date.now() + (isCaughtUp(answer, asked + ahead) ? FOLLOW_MS : CATCH_UP_MS);
      } else {
        const answer = await attempt(() => askPage(state.tail, signal));
        ({ state, unseen } = tailed(state, answer));
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

/** Waits for a number of milliseconds, and then until the page is visible. Rejects when it is aborted. */
const wait = async (ms: number, signal: AbortSignal): Promise<void> => {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
  while (document.hidden && !signal.aborted)
    await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
  signal.throwIfAborted();
};
