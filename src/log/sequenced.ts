import { type Streams, settingsOf } from "./streams.ts";

/** Whether the events of this type in this stream have a `data.sequencer` that gives their order. */
export const isSequenced = (streams: Streams, stream: string, type: string): boolean =>
  [...TYPES, ...(settingsOf(streams, stream).sequenced ?? [])].some((beginning) => type.startsWith(beginning));

/** The beginnings of such types in every stream: S3 gives a sequencer to the changes that order a key, and DynamoDB to each change. */
const TYPES = [
  "com.amazonaws.s3.ObjectCreated:",
  "com.amazonaws.s3.ObjectRemoved:",
  "com.amazonaws.s3.LifecycleExpiration:",
  "com.amazonaws.dynamodb.",
];
