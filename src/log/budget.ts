/** How much one request may read. The ranges that it reads share it. */
export interface Budget {
  /** How many entries the first read of a range asks for, and each later read. Both fill whole reads of 4 KB. */
  readonly first: number;
  readonly more: number;
  items: number;
  bytes: number;
}

/** The most bytes that one request reads. */
export const BYTES = 4 * 1024 * 1024;
/** How many bytes one read unit pays for, in an eventually consistent read. */
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
    /** How many entries this number of bytes is likely to hold, at least one. */
    entriesIn: (bytes: number) => Math.max(1, Math.floor(bytes / average)),
    /** How many entries 4 KB hold. DynamoDB rounds each read up to 4 KB. */
    perRead: () => Math.max(1, Math.floor(4096 / average)),
    learn: (bytes: number, entries: number) => {
      if (entries > 0) average += (bytes / entries - average) / 4;
    },
  };
};

/** About how many bytes these items take. To measure them exactly takes as long as to write them. */
export const bytesIn = (items: readonly Readonly<Record<string, unknown>>[]): number => {
  let bytes = 0;
  for (const item of items)
    for (const name in item) {
      const value = item[name];
      bytes += name.length + (typeof value === "string" ? value.length : OTHER_BYTES);
    }
  return bytes;
};

const OTHER_BYTES = 8;

/**
 * How much to read of each range. The shards of one stream share its entries evenly, so the first read of each asks for its share of
 * the page. When several streams are read, any one of them may fill the whole page or none of it, so the first read of each is one
 * read of 4 KB. If a filter drops entries, the later reads ask for more.
 */
export const newBudget = (query: {
  readonly ranges: number;
  readonly streams: number;
  readonly limit: number;
  readonly isFiltered: boolean;
  readonly perRead: number;
  /** The most entries of one range that a read may ask for. */
  readonly most: number;
}): Budget => {
  const { ranges, streams, limit, isFiltered, perRead, most } = query;
  const share = (entries: number) => wholeReads(((entries + 1) * streams) / ranges, perRead);
  const first = streams > 1 ? perRead : share(limit);
  const more = share(isFiltered ? Math.max(limit, FILTERED) : limit);
  return {
    first: Math.min(first, most, Math.ceil(ITEMS / ranges)),
    more: Math.min(more, most),
    items: ITEMS,
    bytes: BYTES,
  };
};

const wholeReads = (entries: number, perRead: number): number => Math.ceil(entries / perRead) * perRead;
