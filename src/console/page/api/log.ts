import { ask } from "./ask.ts";

/** An entry, as the API gives it. */
export interface Entry {
  readonly id: string;
  readonly stream: string;
  readonly time: string;
  readonly recordedtime: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly data?: unknown;
  readonly data_base64?: string;
  readonly result?: string;
  readonly outoforder?: true;
  readonly [extension: string]: unknown;
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

type Parameters = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** The target of a request: a path with its parameters. Those without a value are left out. */
export const targetOf = (path: string, parameters: Parameters): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const one of [value ?? []].flat()) query.append(name, String(one));
  return query.size === 0 ? path : `${path}?${query}`;
};

// The server answers as docs/openapi.json says, and is of the version of this page.
export const askPage = async (target: string, signal: AbortSignal): Promise<Page> =>
  (await ask(target, { signal })) as Page;
export const askFollowed = async (target: string, signal: AbortSignal): Promise<Followed> =>
  (await ask(target, { signal })) as Followed;
export const askCounts = async (target: string, signal: AbortSignal): Promise<Counts> =>
  (await ask(target, { signal })) as Counts;
export const askEntry = async (id: string, signal: AbortSignal): Promise<Entry> =>
  (await ask(`${collectionOf(id)}/${encodeURIComponent(id)}`, { signal })) as Entry;

/** The path under which an entry, or a rejection, is read. */
export const collectionOf = (id: string): "/logs" | "/rejected" => (id.startsWith("rejected.") ? "/rejected" : "/logs");
