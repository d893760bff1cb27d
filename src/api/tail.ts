import * as z from "zod";
import type { HttpAnswer } from "../http/answer.ts";
import { unavailable, wrongQuery } from "../http/httpError.ts";
import { type Bound, readCursor, writeCursor } from "../log/cursor.ts";
import { text } from "../log/fields.ts";
import { isoOf } from "../log/time.ts";
import { pageAnswer } from "./page.ts";
import { boundOf, filters, filtersOf, limit, queryWith, read, single } from "./parameters.ts";
import { perStreams } from "./perStreams.ts";
import { queryTime } from "./queryTime.ts";
import type { Reading } from "./route.ts";

/** The parameters of a tail: since when, and which entries. */
export const Parameters = perStreams((streams) =>
  z.strictObject({
    tail: single(text(4096)).describe(
      "What was recorded a moment ago, best effort: since `now`; since a time, as `from` has it, but at most 60 seconds ago; or since the answer before, by the cursor that it gave as `next`. Each answer begins 10 seconds earlier, so it repeats entries. `limit` is 200 here if it is not given",
    ),
    ...filters(streams),
    limit: limit(200),
  }),
);

/** What was recorded since, newest first, and where to go on, which is always there. */
export const tail = (reading: Reading, streams: readonly string[]): Promise<HttpAnswer> =>
  pageAnswer(reading, async (room) => {
    const { reader, now, path, parameters } = reading;
    const asked = read(Parameters(streams), parameters);
    const bound = { ...boundOf(path, asked), tail: true };
    const since = startOf(asked.tail, bound, now);
    const query = { ...filtersOf(asked, streams), since, limit: asked.limit, fits: room.forList() };
    const entries = await reader.tail(query).catch(unavailable);
    const from = since > isoOf(now) ? since : isoOf(now); // a tail from a later time waits for it
    return { entries, next: queryWith(parameters, "tail", writeCursor({ from }, bound)) };
  });

const startOf = (text: string, bound: Bound, now: number): string => {
  if (text === "now") return isoOf(now);
  const time = queryTime().safeParse(text);
  if (time.success) return time.data(now);
  const start = readCursor(text, bound);
  if (!("reason" in start) && start.from !== undefined) return start.from;
  const reason = "reason" in start ? start.reason : "has no time. Start again without it";
  const [expected] = time.error.issues.map(({ message }) => message);
  throw wrongQuery([{ parameter: "tail", detail: `${expected}; or now; or a cursor. This value ${reason}` }]);
};
