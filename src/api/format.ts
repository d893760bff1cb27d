import type { Page } from "./page.ts";

/** One way to write a page of entries. A file each in formats/, named for the media type. */
export interface Format {
  /** The media type, with its parameters. */
  readonly type: string;
  readonly write: (page: Page) => string;
}

/** Its media type, without the parameters. */
export const essence = ({ type }: Format): string => type.split(";")[0] ?? type;
