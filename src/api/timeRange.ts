import { wrongQuery } from "../http/httpError.ts";
import { type Bound, type Continuation, readCursor } from "../log/cursor.ts";

/** The parameters of a query that choose a time range, or go on with one. */
interface Asked {
  readonly from?: ((now: number) => string) | undefined;
  readonly to?: ((now: number) => string) | undefined;
  readonly cursor?: string | undefined;
}

/**
 * Where reading begins: at the place of the cursor, or else at the beginning of the time range. Relative times become absolute.
 * `now` is in ms since 1970. Throws an HttpError (400) if the cursor belongs to another query, or if `to` is not after `from`.
 */
export const startOf = ({ from, to, cursor }: Asked, bound: Bound, now: number): Continuation => {
  const start = cursor === undefined ? { from: from?.(now), to: to?.(now) } : readCursor(cursor, bound);
  if ("reason" in start) throw wrongQuery([{ parameter: "cursor", detail: `The cursor ${start.reason}` }]);
  if (start.from !== undefined && start.to !== undefined && start.from >= start.to)
    throw wrongQuery([{ parameter: "to", detail: "`to` is not after `from`" }]);
  return start;
};
