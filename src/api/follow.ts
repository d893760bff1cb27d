import * as z from "zod";
import type { HttpAnswer } from "../http/answer.ts";
import { unavailable, wrongQuery } from "../http/httpError.ts";
import { type Bound, readCursor, timeOf, writeCursor } from "../log/cursor.ts";
import { text } from "../log/fields.ts";
import type { Following } from "../log/reader.ts";
import type { Stream } from "../log/streams.ts";
import { pageAnswer } from "./page.ts";
import { boundOf, filters, filtersOf, limit, queryWith, read, single, whole } from "./parameters.ts";
import { queryTime } from "./queryTime.ts";
import type { Reading } from "./route.ts";

/** The parameters of a follower: since when, or where it stands, and for how many seconds it waits for something to come. */
export const Parameters = (streams: readonly Stream[]) =>
  z.strictObject({
    follow: single(text(4096)).describe(
      "What has settled since: a time, as `from` has it, or the cursor that the answer before gave as `next`",
    ),
    wait: whole(0, 20).default(0).describe("Seconds to wait for something to settle"),
    ...filters(streams),
    limit: limit(50),
  });

const POLL_SECONDS = 5;

/** What has settled since, and where to go on, which is always there. */
export const follow = (reading: Reading, streams: readonly Stream[]): Promise<HttpAnswer> =>
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
  const time = queryTime.safeParse(text);
  if (time.success) return { from: time.data(now) };
  const start = readCursor(text, bound);
  if (!("reason" in start)) return start;
  const [expected] = time.error.issues.map(({ message }) => message);
  throw wrongQuery([{ parameter: "follow", detail: `${expected}; as a cursor, it ${start.reason}` }]);
};
