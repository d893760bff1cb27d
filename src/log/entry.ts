import type { Stream } from "./streams.ts";

/** A CloudEvents extension: a scalar, under a name of lower-case letters and digits (CloudEvents 1.0.2, "Extension Context Attributes"). */
export type Extensions = Readonly<Record<string, string | number | boolean>>;

/** What the claim of an event remembers, and what its sender is told of a conflict. */
export interface Claim {
  /** What must be equal at a later delivery, as a hash. A delivery with another one is a conflict. */
  readonly digest?: string;
  /** The path to what made the claim. */
  readonly by?: readonly string[];
  /** What made the claim, in words: `Idempotency-Key`. */
  readonly name?: string;
}

/** What is to be written: an event, normalized, and what makes two deliveries of it the same. */
export interface NewEntry {
  /** The natural identity: equal at every delivery of one event, different for any other event. Begins with a tag of its kind. */
  readonly identity: readonly string[];
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  /**
   * There when a later delivery may say another `time`, or other content. The first delivery then makes a claim, and the entry
   * has the time of that delivery.
   */
  readonly claim?: Claim | undefined;
  readonly source: string;
  readonly type: string;
  readonly subject?: string | undefined;
  readonly datacontenttype?: string | undefined;
  readonly dataschema?: string | undefined;
  /** Any JSON value; `undefined` where the event carries none. */
  readonly data?: unknown;
  /** Exact JSON text of `data`, where a double cannot hold its numbers. */
  readonly json?: string | undefined;
  /** Binary data in base64, instead of `data`. */
  readonly data_base64?: string | undefined;
  readonly extensions?: Extensions | undefined;
}

/** What a reader gets: a CloudEvents 1.0.2 event in the JSON format, with what the log knows of it as extensions. */
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
  /** Any JSON value. A number that a double cannot hold is a `JSON.rawJSON` object in it: `JSON.stringify` writes it as it was sent. */
  readonly data?: unknown;
  readonly data_base64?: string;
  readonly stream: Stream;
  /** When it was first written. RFC 3339, UTC, milliseconds. */
  readonly recordedtime: string;
  /** What the work function returned, as JSON text. */
  readonly result?: string;
  readonly [extension: string]: unknown;
}

/** The extensions that the log sets itself; an event that brings one of its own under these names is rejected. */
export const reserved = [
  ...["late", "originid", "origintime", "outoforder", "principal", "recordedtime"],
  ...["result", "sourceip", "stream", "truncated"],
] as const;
