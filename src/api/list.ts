import type { HttpAnswer } from "../http/answer.ts";
import { unavailable } from "../http/httpError.ts";
import { timeOf } from "../log/cursor.ts";
import { history } from "./history.ts";
import { pageAnswer } from "./page.ts";
import { parseQuery } from "./query.ts";
import type { Reading } from "./route.ts";

/** A page of entries, newest first or oldest first. Throws an HttpError (400, 406, 503). */
export const list = (reading: Reading, streams: readonly string[]): Promise<HttpAnswer> =>
  pageAnswer(reading, async (room) => {
    const { query, seen, next } = parseQuery(reading, streams);
    const { entries, after } = await reading.reader.page({ ...query, fits: room.forList() }).catch(unavailable);
    const isHistory = query.subject !== undefined && query.order === "asc";
    const page = isHistory ? history(entries, reading.settings, seen) : { entries, seen };
    return {
      entries: page.entries,
      next: after && next({ after, seen: page.seen }),
      reached: after && timeOf(after),
    };
  });
