import type { Entry as Kept } from "../../../log/entry.ts";

/** An entry, as the API gives it. */
export interface Entry extends Kept {
  /** In a history: S3 puts it before an entry above it. */
  readonly outoforder?: true;
}

/** A page of entries. */
export interface Page {
  readonly entries: readonly Entry[];
  readonly next?: string;
  readonly prev?: string;
  readonly reached?: string;
}

/** An answer to a follower. */
export interface Followed extends Page {
  readonly next: string;
  readonly reached: string;
}

/** Counts of one request. */
export interface Counts {
  readonly covered: { readonly from: string; readonly to: string };
  readonly buckets: readonly {
    readonly time: string;
    readonly count: number;
    readonly counts: readonly { readonly count: number; readonly [name: string]: string | number }[];
    readonly firings?: { readonly expected: number; readonly found: number };
  }[];
  readonly firings?: {
    readonly schedule: string;
    readonly expression: string;
    readonly expected: number;
    readonly found: number;
    readonly missed: readonly string[];
    readonly detail?: string;
  };
  readonly next?: string;
}
