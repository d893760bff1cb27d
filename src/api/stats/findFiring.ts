import { unavailable } from "../../http/httpError.ts";
import { timeOf } from "../../log/cursor.ts";
import type { Query, Reader } from "../../log/reader.ts";
import type { Schedule } from "./schedule.ts";

interface Search {
  /** The time of the firing. */
  readonly time?: string;
  /** No firing was found up to this time, and the search did not go on. Without it and without `time`, there is no firing. */
  readonly reached?: string;
}

/** Finds the last firing of a schedule in a time range (`desc`), or the first one (`asc`). Throws an HttpError (503). */
export const findFiring = async (
  { page }: Pick<Reader, "page">,
  { name, stream }: Schedule,
  range: Pick<Query, "order" | "from" | "to">,
): Promise<Search> => {
  const { entries, after } = await page({ ...range, streams: [stream], subject: name, limit: 1 }).catch(unavailable);
  const [firing] = entries;
  if (firing !== undefined) return { time: firing.time };
  return after === undefined ? {} : { reached: timeOf(after) };
};
