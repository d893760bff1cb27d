import { request } from "./world.ts";

interface S3Change {
  /** Encoded, as S3 sends it. */
  readonly key?: unknown;
  readonly time?: string | undefined;
  readonly sequencer?: string;
}

/** A record of an S3 event notification that has only the required fields. */
export const s3Record = ({ key = "key", time = "2026-01-01T00:00:00.000Z", sequencer = "1" }: S3Change = {}) => ({
  eventSource: "aws:s3",
  awsRegion: "eu-central-1",
  eventTime: time,
  eventName: "ObjectCreated:Put",
  s3: { bucket: { name: "bucket" }, object: { key, sequencer } },
});

/** A CloudEvent in structured mode. */
export const cloudEvent = (event: object) =>
  request(
    "POST",
    "/events",
    { "content-type": "application/cloudevents+json" },
    JSON.stringify({ specversion: "1.0", id: "1", source: "/s", type: "t", ...event }),
  );
