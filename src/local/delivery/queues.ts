import { randomUUID } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import { isoOf } from "../../log/time.ts";
import { nameInArn } from "../project/identity.ts";
import { type Messages, openMessages } from "../state/messages.ts";

/** A message of a queue. It has the form that src/redrive reads. */
export type QueueMessage = z.infer<typeof QueueMessage>;
const QueueMessage = z.object({
  id: z.string(),
  /** ISO 8601. */
  sentAt: z.string(),
  body: z.string(),
  attributes: z.record(z.string(), z.string()),
});

/** The queues of the template. */
export interface Queues {
  readonly names: readonly string[];
  /** `undefined` if the template has no such queue. */
  readonly of: (name: string) => Messages<QueueMessage> | undefined;
  /** Sends a message to the queue of an ARN. Returns its id. `undefined` if the template has no such queue. */
  readonly send: (arn: string, body: string, attributes?: Readonly<Record<string, string>>) => string | undefined;
}

/** Opens the queues with these names. Their messages are kept in `folder`. */
export const openQueues = (names: readonly string[], folder: string): Queues => {
  const queues = new Map(names.map((name) => [name, openMessages(join(folder, name), QueueMessage)]));
  return {
    names,
    of: (name) => queues.get(name),
    send: (arn, body, attributes = {}) => {
      const queue = queues.get(nameInArn(arn));
      const id = randomUUID();
      queue?.add({ id, sentAt: isoOf(Date.now()), body, attributes: { ...attributes } });
      return queue && id;
    },
  };
};
