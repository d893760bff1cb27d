import { unavailable } from "../../http/httpError.ts";
import { type Position, timeOf } from "../../log/cursor.ts";
import type { Query, Reader } from "../../log/reader.ts";
import type { Schedule } from "./schedule.ts";

interface Search {
  /** The time of the firing. */
  readonly time?: string;
  /** No firing was found up to this time, and the search did not go on. Without it and without `time`, there is no firing. */
  readonly reached?: string;
}

/** How many pages a search reads. A page has at most 2,000 entries, or 4 MB. */
const MOST_PAGES = 10;

/** Finds the last firing of a schedule in a time range (`desc`), or the first one (`asc`). Throws an HttpError (503). */
export const findFiring = async (
  { page }: Pick<Reader, "page">,
  { name, stream }: Schedule,
  range: Pick<Query, "order" | "from" | "to">,
): Promise<Search> => {
  let after: Position | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const found = await page({ ...range, streams: [stream], subject: name, limit: 1, after }).catch(unavailable);
    const [firing] = found.entries;
    if (firing !== undefined) return { time: firing.time };
    if (found.after === undefined) return {};
    ({ after } = found);
  }
  return after === undefined ? {} : { reached: timeOf(after) };
};
