import { setTimeout as wait } from "node:timers/promises";
import { failedIn, type Invoke } from "./failed.ts";

/** A message in a queue. */
export interface Queued {
  readonly id: string;
  /** The message group of a FIFO queue. */
  readonly group?: string | undefined;
  /** The record of the message when it is received for the n-th time. The first time is 1. */
  readonly record: (receives: number) => unknown;
}

export interface QueueSettings {
  readonly batchSize: number;
  /** After so many receives, the redrive policy moves a message to the dead-letter queue. */
  readonly maxReceiveCount: number;
  /** Whether the queue delivers this message a second time at the same moment. A standard queue may do that. */
  readonly deliversTwice: (message: Queued) => boolean;
  readonly invoke: Invoke;
}

const VISIBILITY_MS = 10;

/**
 * Delivers the messages as SQS and Lambda do, until the queue is empty. Returns the messages in the dead-letter queue. A message that
 * failed is visible again after the visibility timeout. While messages of a group are in flight, no other batch gets messages of the group.
 */
export const pollQueue = async <Message extends Queued>(
  messages: readonly Message[],
  { batchSize, maxReceiveCount, deliversTwice, invoke }: QueueSettings,
): Promise<readonly Message[]> => {
  const receives = new Map<Message, number>();
  const received = (message: Message) => receives.get(message) ?? 0;
  const dead: Message[] = [];
  let waiting = messages;

  const deliver = async (batch: readonly Message[]): Promise<readonly Message[]> => {
    for (const message of batch) receives.set(message, received(message) + 1);
    const invoked = await invoke({ Records: batch.map((message) => message.record(received(message))) });
    const ids = batch.map(({ id }) => id);
    const failed = failedIn(invoked, ids);
    return batch.filter(({ id }) => !failed.has(id));
  };

  for (;;) {
    dead.push(...waiting.filter((message) => received(message) >= maxReceiveCount));
    waiting = waiting.filter((message) => received(message) < maxReceiveCount);
    if (waiting.length === 0) return dead;
    const batches = batchesOf(waiting, batchSize);
    const twice = batchesOf(
      waiting.filter((one) => one.group === undefined && deliversTwice(one)),
      batchSize,
    );
    const deleted = new Set((await Promise.all([...batches, ...twice].map(deliver))).flat());
    waiting = waiting.filter((message) => !deleted.has(message));
    await wait(VISIBILITY_MS);
  }
};

/** The batches that are in flight at the same time. All messages of a group that are in flight are in one batch, in order. */
const batchesOf = <Message extends Queued>(
  messages: readonly Message[],
  size: number,
): readonly (readonly Message[])[] => {
  const batches: Message[][] = [];
  const batchOfGroup = new Map<string, Message[]>();
  for (const message of messages) {
    const own = message.group === undefined ? undefined : batchOfGroup.get(message.group);
    if (own !== undefined && own.length >= size) continue;
    const batch = own ?? batches.find((one) => one.length < size) ?? [];
    if (!batches.includes(batch)) batches.push(batch);
    if (message.group !== undefined) batchOfGroup.set(message.group, batch);
    batch.push(message);
  }
  return batches;
};
