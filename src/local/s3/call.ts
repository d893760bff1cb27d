import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { Cause } from "./notification/record.ts";
import type { Bucket } from "./store/bucket.ts";

/** A request to the local S3, as an operation gets it. */
export interface Call {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly region: string;
  /** In ms since 1970. */
  readonly now: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: ReadonlyMap<string, string>;
  readonly request: IncomingMessage;
  readonly cause: Cause;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
}

/** A request about a bucket that exists. */
export interface BucketCall extends Call {
  readonly bucket: Bucket;
}

/** A request about an object, which may not exist. */
export interface ObjectCall extends BucketCall {
  readonly key: string;
}

/** The answer to a request. A text is XML. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | Readable;
}
