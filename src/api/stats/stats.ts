import * as z from "zod";
import { type HttpAnswer, json } from "../../http/answer.ts";
import { revalidated } from "../../http/etag.ts";
import { unavailable } from "../../http/httpError.ts";
import { writeCursor } from "../../log/cursor.ts";
import type { Entry } from "../../log/entry.ts";
import type { Stream } from "../../log/streams.ts";
import { BEGINNING, isoOf } from "../../log/time.ts";
import { filters, filtersOf, order, queryWith, read, single, timeRange } from "../parameters.ts";
import type { Reading } from "../route.ts";
import { startOf } from "../timeRange.ts";
import { readChunk } from "./chunk.ts";
import type { Counts } from "./counts.ts";
import { firingsIn, isFiring } from "./expectedFirings.ts";
import { newTally, type RowsOf } from "./tally.ts";

const LENGTH_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** The parameters of counts. */
export const Parameters = (streams: readonly Stream[]) =>
  z.strictObject({
    ...filters(streams),
    ...timeRange,
    order,
    by: single(z.enum(["minute", "hour", "day"]))
      .default("hour")
      .describe("How long a bucket is, in UTC"),
  });

/**
 * Counts of entries by time, and of what `rowsOf` says of them; where all of them are asked for, of the firings that were to be
 * expected as well. `covered` is what a request could read; `next` counts the rest. A bucket that is `complete` is wholly in it.
 */
export const stats = async (reading: Reading, streams: readonly Stream[], rowsOf: RowsOf): Promise<HttpAnswer> => {
  const { reader, now, path, headers, parameters, schedule } = reading;
  const asked = read(Parameters(streams), parameters);
  const { order, by } = asked;
  const wanted = filtersOf(asked, streams);
  const bound = { ...wanted, order, stats: true, from: parameters.get("from"), to: parameters.get("to") };
  const { from = BEGINNING, to = isoOf(now), after, density } = startOf(asked, bound, now);

  const bucketOf = (time: string) => isoOf(Math.floor(Date.parse(time) / LENGTH_MS[by]) * LENGTH_MS[by]);
  const sizes = (times: readonly string[] = []) =>
    new Map([...Map.groupBy(times, bucketOf)].map(([bucket, { length }]) => [bucket, length]));
  const tally = newTally(bucketOf, rowsOf);
  const fired: string[] = [];
  const add = (entry: Entry) => {
    tally.add(entry);
    if (schedule && isFiring(entry, schedule)) fired.push(entry.time);
  };
  const counting = { ...wanted, order, from, to, after, density };
  const { covered, whole, rest } = await readChunk(reader, counting, { add, hasRoom: tally.hasRoom }).catch(
    unavailable,
  );

  const isOfAll = wanted.streams.includes("schedule") && !FILTERS.some((filter) => wanted[filter] !== undefined);
  const firings = schedule && isOfAll ? await firingsIn(reader, schedule, { ...whole, found: fired, now }) : undefined;
  const [counted, expected, found] = [tally.buckets(), sizes(firings?.expected), sizes(firings?.found)];
  const times = [...new Set([...counted.keys(), ...expected.keys()])].sort();
  const body: Counts = {
    by,
    covered,
    buckets: (order === "asc" ? times : times.reverse()).map((time) => ({
      time,
      complete: whole.from <= time && isoOf(Date.parse(time) + LENGTH_MS[by]) <= whole.to,
      ...(counted.get(time) ?? { count: 0, counts: [] }),
      ...(firings && { firings: { expected: expected.get(time) ?? 0, found: found.get(time) ?? 0 } }),
    })),
    ...(firings && { firings: { ...firings, expected: firings.expected.length, found: firings.found.length } }),
    ...(rest && { next: `${path}?${queryWith(parameters, "cursor", writeCursor(rest, bound))}` }),
  };
  const answer = json(200, body, body.next === undefined ? {} : { link: `<${body.next}>; rel="next"` });
  return revalidated(answer, headers["if-none-match"]);
};

const FILTERS = ["type", "source", "subject", "subjectPrefix"] as const;
