/** What one request may read; shared by the shards that it reads. */
export interface Budget {
  /** How many entries to ask of a shard first, and how many each time it runs dry; as many as whole reads of 4 KB hold. */
  readonly first: number;
  readonly more: number;
  items: number;
  bytes: number;
}

const ITEMS = 2_000;
const BYTES = 4 * 1024 * 1024;
const FILTERED = 200;

/** Entries in 4 KB, the unit of a read, by what an entry has lately been long. An ordinary one has at most 800 bytes. */
export const newReadSize = () => {
  let average = 700;
  return {
    perRead: () => Math.max(1, Math.floor(4096 / average)),
    learn: (bytes: number, entries: number) => {
      if (entries > 0) average += (bytes / entries - average) / 4;
    },
  };
};

/**
 * A fair share of the page from each shard of one stream. Of several streams any may hold the whole page, and any nothing of
 * it: each is asked for one read first. Where a filter drops entries, more are asked for at once.
 */
export const newBudget = (query: {
  readonly streams: number;
  readonly shards: number;
  readonly limit: number;
  readonly isFiltered: boolean;
  readonly perRead: number;
}): Budget => {
  const { streams, shards, limit, isFiltered, perRead } = query;
  const more = wholeReads(((isFiltered ? FILTERED : limit) + 1) / shards, perRead);
  return { first: streams > 1 && !isFiltered ? perRead : more, more, items: ITEMS, bytes: BYTES };
};

const wholeReads = (entries: number, perRead: number): number => Math.ceil(entries / perRead) * perRead;
