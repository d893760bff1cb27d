import type { Entry } from "./entry.ts";

/** The entries that a reader asks for. */
export interface Filters {
  readonly streams: readonly string[];
  /** The entry has one of these types. A text that ends in an asterisk means all types that begin with the text before it. */
  readonly type?: readonly string[] | undefined;
  readonly source?: string | undefined;
  readonly subject?: string | undefined;
  readonly subjectPrefix?: string | undefined;
}

/** Whether a reader has to drop entries after reading them, because no key selects them. */
export const isFiltered = ({ type, source, subjectPrefix }: Filters): boolean =>
  [type, source, subjectPrefix].some((filter) => filter !== undefined);

export const matches = (entry: Entry, filters: Filters): boolean =>
  (["source", "subject"] as const).every((field) => filters[field] === undefined || entry[field] === filters[field]) &&
  (filters.type?.some((wanted) => isOfType(entry, wanted)) ?? true) &&
  (filters.subjectPrefix === undefined || entry.subject?.startsWith(filters.subjectPrefix) === true);

const isOfType = ({ type }: Entry, wanted: string): boolean =>
  wanted.endsWith("*") ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
