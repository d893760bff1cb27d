/** One page of a list of keys. */
export interface Listing {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of this page, if there are more after it. */
  readonly next?: string;
}

interface Asked {
  readonly prefix: string;
  readonly delimiter: string;
  /** The list begins after this key. If it is a common prefix, it begins after all keys of that prefix. */
  readonly after: string;
  readonly max: number;
}

/** Lists sorted keys as S3 does: keys that have the delimiter after the prefix are one common prefix. */
export const listingOf = (sorted: readonly string[], { prefix, delimiter, after, max }: Asked): Listing => {
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last = "";
  for (const key of sorted) {
    if (!key.startsWith(prefix) || !isAfter(key, after)) continue;
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    const common = end < 0 ? undefined : key.slice(0, end + delimiter.length);
    if (common !== undefined && (common === commonPrefixes.at(-1) || common === after)) continue;
    if (keys.length + commonPrefixes.length === max) return { keys, commonPrefixes, ...(max > 0 && { next: last }) };
    if (common === undefined) keys.push(key);
    else commonPrefixes.push(common);
    last = common ?? key;
  }
  return { keys, commonPrefixes };
};

const isAfter = (key: string, after: string): boolean =>
  after === "" || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0;
