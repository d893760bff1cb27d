/** A CloudEvents extension: a scalar, under a name of lower-case letters and digits (CloudEvents 1.0.2, "Extension Context Attributes"). */
export type Extensions = Readonly<Record<string, string | number | boolean>>;

/** What the claim of an event stores, and what an error about a conflict tells the sender. */
export interface Claim {
  /** A hash of the content. A later delivery with another hash is a conflict. */
  readonly digest?: string;
  /** The path of the field that identifies the event. */
  readonly by?: readonly string[];
  /** The name of that field for people: `Idempotency-Key`. */
  readonly name?: string;
}

/** A normalized event that is to be written, and its identity. */
export interface NewEntry {
  /** Equal for all deliveries of one event, and different for every other event. The first part names the kind of identity. */
  readonly identity: readonly string[];
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  /**
   * Set if a later delivery of the event may have another `time` or other content. The first delivery then makes a claim, and the
   * entry gets the time of that delivery.
   */
  readonly claim?: Claim | undefined;
  readonly source: string;
  readonly type: string;
  readonly subject?: string | undefined;
  readonly datacontenttype?: string | undefined;
  readonly dataschema?: string | undefined;
  /** Any JSON value; `undefined` if the event has no data. */
  readonly data?: unknown;
  /** The exact JSON text of `data`, if a double cannot hold all of its numbers. */
  readonly json?: string | undefined;
  /** Binary data in base64, instead of `data`. */
  readonly data_base64?: string | undefined;
  readonly extensions?: Extensions | undefined;
}

/** What a reader gets: a CloudEvents 1.0.2 event in the JSON format. The log adds its own fields as extensions. */
export interface Entry {
  readonly specversion: "1.0";
  /** The log id: `<stream>.<shard>.<time in base36 ms>.<hash>`. */
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly time: string;
  readonly datacontenttype?: string;
  readonly dataschema?: string;
  /** Any JSON value. In it, a number that a double cannot hold is a `JSON.rawJSON` object. `JSON.stringify` writes it as it was sent. */
  readonly data?: unknown;
  readonly data_base64?: string;
  readonly stream: string;
  /** When the entry was first written. RFC 3339, UTC, milliseconds. */
  readonly recordedtime: string;
  /** What the work function returned, as JSON text. */
  readonly result?: string;
  readonly [extension: string]: unknown;
}

/** The extensions that the log and its triggers set themselves. An event that is sent with one of them is rejected. */
export const reserved = [
  ...["late", "originid", "origintime", "outoforder", "principal", "recordedtime"],
  ...["result", "sourceip", "stream", "truncated"],
] as const;
