import { wrongQuery } from "../http/httpError.ts";
import { type Bound, type Continuation, readCursor } from "../log/cursor.ts";

/** A stretch of the log, as it is asked for. */
interface Asked {
  readonly from?: ((now: number) => string) | undefined;
  readonly to?: ((now: number) => string) | undefined;
  readonly cursor?: string | undefined;
}

/**
 * Where reading begins: at the beginning of a window, whose relative times are made absolute, or where a cursor of the same
 * query says. Throws an HttpError (400) for a cursor of another one, and for a window that ends before it begins. `now` in ms since 1970.
 */
export const startOf = ({ from, to, cursor }: Asked, bound: Bound, now: number): Continuation => {
  const start = cursor === undefined ? { from: from?.(now), to: to?.(now) } : readCursor(cursor, bound);
  if ("reason" in start) throw wrongQuery([{ parameter: "cursor", detail: `The cursor ${start.reason}` }]);
  if (start.from !== undefined && start.to !== undefined && start.from >= start.to)
    throw wrongQuery([{ parameter: "to", detail: "`to` is not after `from`" }]);
  return start;
};
