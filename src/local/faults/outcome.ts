import type { Outcome } from "../../console/server/outcome.ts";
import { deliveryOf } from "../delivery/deliver.ts";
import type { Disturbed, Ledger } from "./ledger.ts";

type Place = "kept" | "waiting" | "refused" | "lost";

interface Asked {
  readonly ledger: Ledger;
  /** Whether the log has this entry or rejection. */
  readonly isThere: (id: string) => Promise<boolean>;
  /** The events, as JSON, that are in a failure queue, or wait for a delivery. */
  readonly waiting: () => readonly string[];
  /** In ms since 1970. */
  readonly now: () => number;
}

/** Makes a function that reads from the log what the functions said of the disturbed events, and compares. */
export const outcomes = ({ ledger, isThere, waiting, now }: Asked): (() => Promise<Outcome>) => {
  const found = new Set<string>(); // no entry ever goes, so it need not be read again

  const entriesOf = async ({ ids }: Disturbed): Promise<number> => {
    for (const id of ids) if (!found.has(id) && (await isThere(id))) found.add(id);
    return [...ids].filter((id) => found.has(id)).length;
  };

  const placeOf = ({ payload, records, ids, running, endedAt }: Disturbed, entries: number): Place => {
    if (records !== undefined && entries === ids.size) return "kept";
    if (running > 0 || now() - endedAt < LONGEST_PAUSE_MS || waiting().includes(payload)) return "waiting";
    if (records === undefined && deliveryOf(JSON.parse(payload)) !== "asynchronous") return "refused";
    return "lost";
  };

  return async () => {
    const each: { readonly entries: number; readonly doubled: number; readonly place: Place }[] = [];
    for (const event of ledger.events().filter(({ isSilent }) => !isSilent)) {
      const entries = await entriesOf(event);
      const doubled = Math.max(0, entries - (event.records ?? entries));
      each.push({ entries, doubled, place: placeOf(event, entries) });
    }
    const count = (place: Place): number => each.filter((one) => one.place === place).length;
    return {
      events: each.length,
      entries: each.reduce((sum, { entries }) => sum + entries, 0),
      kept: count("kept"),
      waiting: count("waiting"),
      refused: count("refused"),
      lost: count("lost"),
      doubled: each.reduce((sum, { doubled }) => sum + doubled, 0),
    };
  };
};

/** A delivery is over if its function was not called again for so long. The longest pause before a retry is 2 s. */
const LONGEST_PAUSE_MS = 4_000;
