import * as z from "zod";
import type { HttpAnswer } from "../http/answer.ts";
import { unavailable, wrongQuery } from "../http/httpError.ts";
import { type Bound, readCursor, timeOf, writeCursor } from "../log/cursor.ts";
import { text } from "../log/fields.ts";
import type { Following } from "../log/reader.ts";
import { pageAnswer } from "./page.ts";
import { boundOf, filters, filtersOf, limit, queryWith, read, single, whole } from "./parameters.ts";
import { perStreams } from "./perStreams.ts";
import { queryTime } from "./queryTime.ts";
import type { Reading } from "./route.ts";

/** The query parameters of `follow`. */
export const Parameters = perStreams((streams) =>
  z.strictObject({
    follow: single(text(4096)).describe(
      "The entries that have settled since then: a time, as in `from`, or the cursor in the `next` of the previous answer",
    ),
    wait: whole(0, 20).default(0).describe("How many seconds to wait if no entry has settled"),
    ...filters(streams),
    limit: limit(50),
  }),
);

const POLL_SECONDS = 5;

/** The entries that have settled since a time or a cursor, in the order in which they settled. `next` is always set. Throws an HttpError (400, 503). */
export const follow = (reading: Reading, streams: readonly string[]): Promise<HttpAnswer> =>
  pageAnswer(reading, async (room) => {
    const { reader, now, pause, path, parameters } = reading;
    const asked = read(Parameters(streams), parameters);
    const wanted = filtersOf(asked, streams);
    const bound = { ...boundOf(path, asked), follow: true };
    let at = startOf(asked.follow, bound, now);
    for (let left = asked.wait; ; left -= POLL_SECONDS) {
      const query = { ...wanted, limit: asked.limit, fits: room.forList(), ...at };
      const { entries, go } = await reader.follow(query).catch(unavailable);
      if (entries.length > 0 || "after" in go || left <= 0) {
        const next = queryWith(parameters, "follow", writeCursor(go, bound));
        return { entries, next, reached: "after" in go ? timeOf(go.after) : go.from };
      }
      at = go;
      await pause(Math.min(POLL_SECONDS, left) * 1000);
    }
  });

const startOf = (text: string, bound: Bound, now: number): Pick<Following, "from" | "after"> => {
  const time = queryTime().safeParse(text);
  if (time.success) return { from: time.data(now) };
  const start = readCursor(text, bound);
  if (!("reason" in start)) return start;
  const [expected] = time.error.issues.map(({ message }) => message);
  throw wrongQuery([{ parameter: "follow", detail: `${expected}; or a cursor. This value ${start.reason}` }]);
};
