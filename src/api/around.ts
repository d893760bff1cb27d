import * as z from "zod";
import type { HttpAnswer } from "../http/answer.ts";
import { notThere, unavailable } from "../http/httpError.ts";
import { text } from "../log/fields.ts";
import type { Query } from "../log/reader.ts";
import { pageAnswer } from "./page.ts";
import { filters, filtersOf, limit, read, single } from "./parameters.ts";
import { perStreams } from "./perStreams.ts";
import { parseQuery } from "./query.ts";
import { ROOM_BYTES } from "./room.ts";
import type { Reading } from "./route.ts";

/** The query parameters of `around`. */
export const Parameters = perStreams((streams) =>
  z.strictObject({
    around: single(text(200)).describe("The log id of an entry. The page has this entry and its neighbors"),
    ...filters(streams),
    limit: limit(20),
  }),
);

/**
 * An entry and its neighbors, newest first: as many older entries as newer ones. `next` is a list of the entries that are older
 * than the page. `prev` is a list of the newer ones, oldest first. Throws an HttpError (400, 404, 503).
 */
export const around = (reading: Reading, streams: readonly string[]): Promise<HttpAnswer> =>
  pageAnswer(reading, async (room) => {
    const { reader, parameters } = reading;
    const asked = read(Parameters(streams), parameters);
    const wanted = filtersOf(asked, streams);
    const found = await reader.get(asked.around, streams).catch(unavailable);
    if (found === undefined) throw notThere(asked.around);
    const { entry, at } = found;
    const half = (ROOM_BYTES - room.sizeOf(entry)) / 2;
    const side = async (order: Query["order"], limit: number) => {
      const page =
        limit > 0
          ? await reader.page({ ...wanted, order, limit, after: at, fits: room.of(half) }).catch(unavailable)
          : { entries: [], after: at };
      return {
        entries: page.entries,
        query: page.after && parseQuery({ ...reading, parameters: listOf(parameters, order) }, streams).next(page),
      };
    };
    const before = Math.floor(asked.limit / 2);
    const [older, newer] = await Promise.all([side("desc", before), side("asc", asked.limit - 1 - before)]);
    return { entries: [...newer.entries.toReversed(), entry, ...older.entries], next: older.query, prev: newer.query };
  });

const listOf = (parameters: URLSearchParams, order: Query["order"]): URLSearchParams => {
  const list = new URLSearchParams(parameters);
  list.delete("around");
  list.set("order", order);
  return list;
};
