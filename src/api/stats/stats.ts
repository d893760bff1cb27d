import * as z from "zod";
import type { HttpAnswer } from "../../http/answer.ts";
import { answerIn } from "../../http/format.ts";
import { json } from "../../http/formats/json.ts";
import { unavailable } from "../../http/httpError.ts";
import { negotiate } from "../../http/negotiate.ts";
import { endOfLog } from "../../log/admission.ts";
import { writeCursor } from "../../log/cursor.ts";
import type { Entry } from "../../log/entry.ts";
import { BEGINNING, isoOf } from "../../log/time.ts";
import { REVALIDATED } from "../page.ts";
import { boundOf, filters, filtersOf, order, queryWith, read, single, timeRange } from "../parameters.ts";
import { perStreams } from "../perStreams.ts";
import type { Reading } from "../route.ts";
import { startOf } from "../timeRange.ts";
import { endOfBucket, LENGTHS, startOfBucket } from "./bucket.ts";
import { leftOf, readChunk } from "./chunk.ts";
import type { Counts } from "./counts.ts";
import { countsCsv } from "./countsCsv.ts";
import { firingsIn } from "./expectedFirings.ts";
import { firingLimit } from "./firingLimit.ts";
import { isFiring } from "./schedule.ts";
import { newTally, type RowsOf } from "./tally.ts";

/** The parameters of counts. */
export const Parameters = perStreams((streams) =>
  z.strictObject({
    ...filters(streams),
    ...timeRange(),
    order: order(),
    by: single(z.enum(LENGTHS)).default("hour").describe("How long a bucket is, in UTC. A week begins on a Monday"),
  }),
);

/** What is counted together, and the names of its texts. */
export interface Counting {
  readonly rowsOf: RowsOf;
  readonly names: () => readonly string[];
}

/**
 * Counts of entries by time, and of what `rowsOf` says of them; where all of them are asked for, of the firings that were to be
 * expected as well. `covered` is what a request could read; `next` counts the rest. A bucket that is `complete` is wholly in it, lies in the past,
 * and its firings have settled.
 */
export const stats = async (
  reading: Reading,
  streams: readonly string[],
  { rowsOf, names }: Counting,
): Promise<HttpAnswer> => {
  const { reader, now, path, headers, parameters, schedule } = reading;
  const format = negotiate([json, countsCsv(names())], headers["accept"]);
  const asked = read(Parameters(streams), parameters);
  const { order, by } = asked;
  const wanted = filtersOf(asked, streams);
  const bound = { ...boundOf(path, asked), order, from: parameters.get("from"), to: parameters.get("to") };
  const { from = BEGINNING, to = later(from, endOfLog(now)), after, density } = startOf(asked, bound, now);

  const bucketOf = (time: string) => startOfBucket(time, by);
  const sizes = (times: readonly string[] = []) =>
    new Map([...Map.groupBy(times, bucketOf)].map(([bucket, { length }]) => [bucket, length]));
  const tally = newTally(bucketOf, rowsOf);
  const fired: string[] = [];
  const add = (entry: Entry) => {
    tally.add(entry);
    if (schedule && isFiring(entry, schedule)) fired.push(entry.time);
  };
  const counting = { ...wanted, order, from, to, after, density };
  const isFiltered = FILTERS.some((filter) => wanted[filter] !== undefined);
  const hasAll = schedule && wanted.streams.includes(schedule.stream) && !isFiltered;
  const limit = hasAll ? await firingLimit(reader, schedule, { ...leftOf(counting), order, now }) : undefined;
  const { covered, whole, due, rest } = await readChunk(
    reader,
    { ...counting, limit },
    { add, hasRoom: tally.hasRoom },
  ).catch(unavailable);

  const firings = hasAll ? await firingsIn(reader, schedule, { due, whole, found: fired, now }) : undefined;
  const [counted, expected, found] = [tally.buckets(), sizes(firings?.expected), sizes(firings?.found)];
  const wholeTo = earlier(whole.to, firings?.to ?? isoOf(now));
  const times = [...new Set([...counted.keys(), ...expected.keys(), ...found.keys()])].sort();
  const body: Counts = {
    by,
    covered,
    buckets: (order === "asc" ? times : times.reverse()).map((time) => ({
      time,
      complete: whole.from <= time && endOfBucket(time, by) <= wholeTo,
      ...(counted.get(time) ?? { count: 0, counts: [] }),
      ...(firings && { firings: { expected: expected.get(time) ?? 0, found: found.get(time) ?? 0 } }),
    })),
    ...(firings && { firings: { ...firings, expected: firings.expected.length, found: firings.found.length } }),
    ...(rest && { next: `${path}?${queryWith(parameters, "cursor", writeCursor(rest, bound))}` }),
  };
  return answerIn(format, body, { ...REVALIDATED, ...(body.next && { link: `<${body.next}>; rel="next"` }) });
};

const earlier = (a: string, b: string): string => (a < b ? a : b);
const later = (a: string, b: string): string => (a < b ? b : a);

const FILTERS = ["type", "source", "subject", "subjectPrefix"] as const;
