import { type Expected, rejection } from "./expected.ts";
import type { Random } from "./random.ts";

/** A record or a whole event, and what the log must have of it. */
export interface Sent {
  readonly json: unknown;
  readonly expected: Expected;
}

/** A record of an S3 notification. Some have no sequencer, some are bad, and some have a time ahead of now. */
export const newRecord = (random: Random, mark: string, worked: boolean): Sent => {
  if (random.chance(0.1)) return badRecord(random, mark);
  const named = random.chance(0.8);
  const eventName = named ? random.pick(["ObjectCreated:Put", "ObjectRemoved:Delete"]) : "ObjectTagging:Put";
  const key = `${mark}/${random.pick(["a b+c.txt", "café 100%.txt", "日本.txt", "plain"])}`;
  const time = timeOf(random);
  const size = random.int(0, 1e9);
  const sequencer = named ? random.int(0, 1e9).toString(16) : undefined;
  const requestId = random.int(0, 1e9).toString(36);
  return {
    json: recordOf({ key: encoded(key), eventName, eventTime: time, size, sequencer, requestId }),
    expected: {
      mark,
      stream: "s3",
      fields: {
        source: `aws:s3.${REGION}.${BUCKET}`,
        type: `com.amazonaws.s3.${eventName}`,
        subject: key,
        data: { bucket: BUCKET, size, requestId, ...(sequencer !== undefined && { sequencer }) },
      },
      times: [time],
      worked,
    },
  };
};

/** The event that S3 sends when somebody sets up the notifications of a bucket. */
export const newTestEvent = (random: Random, mark: string): Sent => {
  const time = timeOf(random);
  return {
    json: { Service: "Amazon S3", Event: "s3:TestEvent", Time: time, Bucket: BUCKET, RequestId: mark, HostId: "host" },
    expected: {
      mark,
      stream: "s3",
      fields: {
        source: `aws:s3.${REGION}.${BUCKET}`,
        type: "com.amazonaws.s3.TestEvent",
        data: { bucket: BUCKET, requestId: mark, details: { HostId: "host" } },
      },
      times: [time],
    },
  };
};

/** An event that no trigger knows. */
export const newStranger = (mark: string): Sent => {
  const json = { hello: mark };
  return { json, expected: rejection(mark, "s3", "envelope", json) };
};

/** A record that is not from S3. */
export const newJunk = (mark: string): Sent => {
  const json = { hello: mark };
  return { json, expected: rejection(mark, "s3", "schema", json) };
};

const badRecord = (random: Random, mark: string): Sent => {
  const good = { key: mark, eventName: "ObjectCreated:Put", eventTime: timeOf(random), sequencer: "1" };
  const isFuture = random.chance(0.3);
  const json = isFuture
    ? recordOf({ ...good, eventTime: "2999-01-01T00:00:00.000Z" })
    : random.pick([
        recordOf({ ...good, eventTime: "yesterday" }),
        recordOf({ ...good, eventName: "" }),
        { eventName: "ObjectCreated:Put", mark },
      ]);
  return { json, expected: rejection(mark, "s3", isFuture ? "future" : "schema", json) };
};

const REGION = "eu-central-1";
const BUCKET = "bucket";

const recordOf = ({
  key,
  eventName,
  eventTime,
  size,
  sequencer,
  requestId,
}: Readonly<Record<"key" | "eventName" | "eventTime", string>> & {
  readonly size?: number;
  readonly sequencer?: string | undefined;
  readonly requestId?: string;
}) => ({
  eventVersion: "2.1",
  eventSource: "aws:s3",
  awsRegion: REGION,
  eventTime,
  eventName,
  ...(requestId !== undefined && { responseElements: { "x-amz-request-id": requestId } }),
  s3: {
    bucket: { name: BUCKET },
    object: { key, ...(size !== undefined && { size }), ...(sequencer && { sequencer }) },
  },
});

/** Encodes a key as S3 does: a space becomes a plus. */
const encoded = (key: string): string => encodeURIComponent(key).replaceAll("%20", "+");

/** A time before or after the number of shards changes. */
export const timeOf = (random: Random): string =>
  new Date(Date.parse("2026-01-01T00:00:00.000Z") + random.int(0, 31 * 86_400_000)).toISOString();
