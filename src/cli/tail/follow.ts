import { begin, followed, followFrom, isCaughtUp, type State, tailed } from "../../api/tailing/tailing.ts";
import type { Entry } from "../../log/entry.ts";
import type { Api } from "../api/client.ts";
import type { Context } from "../context.ts";

/** What a step of a tail shows, and where the tail then stands. */
interface Step {
  readonly unseen: readonly Entry[];
  readonly state: State;
  /** Whether the follower has nothing more for now. */
  readonly isCaughtUp: boolean;
}

const FOLLOW_MS = 20_000;

/** The first step of a tail that has no place yet: the newest entries of the list. */
export const firstStep = async (api: Api, target: string): Promise<Step> => {
  const follow = await api.follow(followFrom(target));
  return { ...begin(target, { follow, list: await api.list(target) }), isCaughtUp: true };
};

/**
 * The steps of a tail from its place on, without an end: it asks `tail` every `intervalMs` and `follow` every 20 seconds, and
 * `follow` again at once until that has caught up.
 */
export async function* steps(
  api: Api,
  { now, pause }: Pick<Context, "now" | "pause">,
  start: State,
  intervalMs: number,
): AsyncGenerator<Step> {
  let state = start;
  let followedAt = Number.NEGATIVE_INFINITY;
  for (let hasCaughtUp = false; ; ) {
    if (!hasCaughtUp || now() - followedAt >= FOLLOW_MS) {
      const asked = now();
      const answer = await api.follow(state.follow);
      followedAt = now();
      hasCaughtUp = isCaughtUp(answer, asked + api.ahead());
      const step = followed(state, answer);
      ({ state } = step);
      yield { ...step, isCaughtUp: hasCaughtUp };
    } else {
      const step = tailed(state, await api.list(state.tail));
      ({ state } = step);
      yield { ...step, isCaughtUp: hasCaughtUp };
      await pause(intervalMs);
    }
  }
}
