import * as z from "zod";
import { type Continuation, writeCursor } from "../log/cursor.ts";
import type { Query } from "../log/reader.ts";
import { boundOf, filters, filtersOf, limit, order, queryWith, read, timeRange } from "./parameters.ts";
import { perStreams } from "./perStreams.ts";
import type { Reading } from "./route.ts";
import { startOf } from "./timeRange.ts";

/** The query parameters of a list. */
export const Parameters = perStreams((streams) =>
  z.strictObject({ ...filters(streams), ...timeRange(), order: order(), limit: limit(50) }),
);

interface Parsed {
  readonly query: Query;
  /** The sequencers in the previous pages of a history. */
  readonly seen: Continuation["seen"];
  /** The query of the next page: this query with a cursor. */
  readonly next: (at: Pick<Continuation, "after" | "seen">) => string;
}

/** Reads the query of a list of entries. Throws an HttpError (400) that names each wrong parameter. */
export const parseQuery = (
  { path, parameters, now }: Pick<Reading, "path" | "parameters" | "now">,
  streams: readonly string[],
): Parsed => {
  const asked = read(Parameters(streams), parameters, ["follow", "tail", "around"]);
  const { order, limit } = asked;
  const wanted = filtersOf(asked, streams);
  const bound = { ...boundOf(path, asked), order, from: parameters.get("from"), to: parameters.get("to") };
  const { from, to, after, seen } = startOf(asked, bound, now);
  return {
    query: { ...wanted, order, limit, from, to, after },
    seen,
    next: ({ after, seen }) => queryWith(parameters, "cursor", writeCursor({ after, from, to, seen }, bound)),
  };
};
