import { randomUUID } from "node:crypto";
import { isoOf } from "../../log/time.ts";
import { nameInArn } from "../project/identity.ts";
import type { Queues } from "./queues.ts";

/** Where an event went that its function could not keep. */
export type Destination =
  | { readonly queue: string; readonly messageId: string }
  | { readonly bucket: string; readonly key: string }
  /** The reason why the event is nowhere. */
  | { readonly lost: string };

/** The places for what failed. */
export interface Places {
  readonly queues: Queues;
  /** The URL of the local S3. */
  readonly s3: string;
}

interface Failure {
  /** The ARN of the failure destination, if there is one. */
  readonly onFailure: string | undefined;
  /** What Lambda says about the failure. */
  readonly record: object;
  /** The whole event, which Lambda adds to the record in S3. JSON. */
  readonly payload: string;
  /** The beginning of the object's key. */
  readonly prefix: string;
}

/** Sends the record of a failed event to the failure destination: a queue or a bucket. Others do not exist here. */
export const sendFailure = async (failure: Failure, places: Places): Promise<Destination> => {
  const { onFailure } = failure;
  if (onFailure === undefined) return { lost: "The function has no failure destination" };
  const send = destinations[onFailure.split(":")[2] ?? ""];
  return (
    (await send?.(onFailure, failure, places)) ?? { lost: `The local system has no failure destination ${onFailure}` }
  );
};

type Send = (arn: string, failure: Failure, places: Places) => Promise<Destination | undefined>;

const destinations: Readonly<Record<string, Send>> = {
  sqs: async (arn, { record }, { queues }) => {
    const messageId = queues.send(arn, JSON.stringify(record));
    return messageId === undefined ? undefined : { queue: nameInArn(arn), messageId };
  },
  // https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
  s3: async (arn, { record, payload, prefix }, { s3 }) => {
    const bucket = nameInArn(arn);
    const now = isoOf(Date.now());
    const day = now.slice(0, 10);
    const key = `${prefix}/${day.replaceAll("-", "/")}/${now.slice(0, 19).replaceAll(":", ".")}-${randomUUID()}`;
    const answer = await fetch(`${s3}/${bucket}/${key}`, {
      method: "PUT",
      body: JSON.stringify({ ...record, payload }),
    });
    return answer.ok ? { bucket, key } : undefined;
  },
};
