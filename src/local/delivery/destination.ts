import { nameInArn } from "../project/identity.ts";
import type { Queues } from "./queues.ts";

/** Where an event went that its function could not keep. */
export type Destination =
  | { readonly queue: string; readonly messageId: string }
  /** The reason why the event is nowhere. */
  | { readonly lost: string };

interface Failure {
  /** The ARN of the failure destination, if the function has one. */
  readonly onFailure: string | undefined;
  readonly queues: Queues;
  /** What Lambda says about the failure. */
  readonly record: unknown;
}

/** Sends the record of a failed event to the failure destination. Only queues exist here. */
export const sendFailure = ({ onFailure, queues, record }: Failure): Destination => {
  if (onFailure === undefined) return { lost: "The function has no failure destination" };
  const messageId = queues.send(onFailure, JSON.stringify(record));
  if (messageId === undefined) return { lost: `The local system has no failure destination ${onFailure}` };
  return { queue: nameInArn(onFailure), messageId };
};
