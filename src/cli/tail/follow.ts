import {
  begin,
  followed,
  followFrom,
  isCaughtUp,
  pastOf,
  type State,
  tailed,
  withParameter,
} from "../../api/tailing/tailing.ts";
import type { Entry } from "../../log/entry.ts";
import type { Api } from "../api/client.ts";
import { LARGEST_PAGE, pages } from "../api/pages.ts";
import type { Context } from "../context.ts";

/** What a step of a tail shows, and where the tail then stands. */
interface Step {
  readonly unseen: readonly Entry[];
  readonly state: State;
  /** Whether the follower has nothing more for now. */
  readonly isCaughtUp: boolean;
}

const FOLLOW_MS = 20_000;

/** How many entries of the last two minutes a tail looks at before it begins, so that it does not take them for new ones. */
const RECENT = 1_000;

/** The first step of a tail that has no place yet: the newest entries of the list, at least `lines` if there are as many. */
export const firstStep = async (api: Api, target: string, lines: number): Promise<Step> => {
  const follow = await api.follow(followFrom(target));
  const entries: Entry[] = [];
  for await (const page of pages(api, withParameter(target, "limit", String(LARGEST_PAGE)))) {
    entries.push(...page.entries);
    const oldest = page.entries.at(-1)?.time ?? ""; // an empty page has looked far into the past
    if (entries.length >= lines && (entries.length >= RECENT || oldest < follow.reached)) break;
    if (oldest === "") break;
  }
  const { state, unseen } = begin(target, { follow, list: { entries } });
  return { state: { ...state, past: pastOf(follow) }, unseen, isCaughtUp: true };
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
