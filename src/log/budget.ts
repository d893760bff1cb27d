/** What one request may read; shared by the ranges that it reads. */
export interface Budget {
  /** How many entries to ask of a range first, and how many each time it runs dry; as many as whole reads of 4 KB hold. */
  readonly first: number;
  readonly more: number;
  items: number;
  bytes: number;
}

/** The most bytes that one request reads. */
export const BYTES = 4 * 1024 * 1024;
/** How many bytes a read unit reads, where the read is eventually consistent. */
export const UNIT_BYTES = 8 * 1024;
/** The most entries that a request for a page reads. */
const ITEMS = 2_000;
const FILTERED = 200;

/** How long an entry is, based on the average size of recently read entries. An ordinary one has at most 800 bytes. */
export type ReadSize = ReturnType<typeof newReadSize>;
export const newReadSize = () => {
  let average = 700;
  return {
    average: () => average,
    /** How many entries so many bytes are likely to hold, at least one. */
    entriesIn: (bytes: number) => Math.max(1, Math.floor(bytes / average)),
    /** How many entries 4 KB hold, which is what DynamoDB rounds a read up to. */
    perRead: () => Math.max(1, Math.floor(4096 / average)),
    learn: (bytes: number, entries: number) => {
      if (entries > 0) average += (bytes / entries - average) / 4;
    },
  };
};

/**
 * A fair share of the page from each shard of one stream. Of several streams any may hold the whole page, and any nothing of
 * it: each is asked for one read first. Where a filter drops entries, more are asked for whenever a shard runs dry.
 */
export const newBudget = (query: {
  readonly ranges: number;
  readonly streams: number;
  readonly limit: number;
  readonly isFiltered: boolean;
  readonly perRead: number;
}): Budget => {
  const { ranges, streams, limit, isFiltered, perRead } = query;
  const share = (entries: number) => wholeReads(((entries + 1) * streams) / ranges, perRead);
  const first = streams > 1 ? perRead : share(limit);
  const more = share(isFiltered ? Math.max(limit, FILTERED) : limit);
  return { first: Math.min(first, Math.ceil(ITEMS / ranges)), more, items: ITEMS, bytes: BYTES };
};

const wholeReads = (entries: number, perRead: number): number => Math.ceil(entries / perRead) * perRead;
