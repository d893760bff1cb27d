import type { Entry } from "../log/entry.ts";

/** Entries, and the queries of what lies on either side of them. */
export interface Page {
  readonly entries: readonly Entry[];
  readonly next?: string | undefined;
  readonly prev?: string | undefined;
  /** How far it has looked: RFC 3339, UTC, milliseconds. */
  readonly reached?: string | undefined;
}

/** One way to write a page of entries. A file each in formats/, named for the media type. */
export interface Format {
  /** The media type, with its parameters. */
  readonly type: string;
  readonly write: (page: Page) => string;
}

/** Its media type, without the parameters. */
export const essence = ({ type }: Format): string => type.split(";")[0] ?? type;
