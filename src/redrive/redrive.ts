import * as z from "zod";
import { errorText } from "../log/errorText.ts";
import { Found, lookEvent } from "../middleware/look.ts";
import { type DeadLetter, type Message, parseDeadLetter } from "./deadLetter.ts";
import type { Redriven } from "./redriven.ts";

/**
 * A failure queue, or a bucket in its place. A received message is not received again, but perhaps after it was released.
 */
interface Queue<M extends Message> {
  /** Returns some messages, or none if the queue has no more. */
  readonly receive: () => Promise<readonly M[]>;
  readonly remove: (message: M) => Promise<void>;
  /** Makes the message visible again at once. */
  readonly release: (message: M) => Promise<void>;
}

/** The services that a redrive needs. */
export interface Services<M extends Message> {
  readonly queue: Queue<M>;
  /** Invokes the function with the event and the id of its first request, and waits for the result. Throws if the function throws. */
  readonly invoke: (call: Pick<DeadLetter, "functionArn" | "event" | "requestId">) => Promise<unknown>;
}

/**
 * Invokes the functions again with the events in the failure queue. Deletes a message only when all records of its event are in the
 * log. A second redrive of the same event changes nothing. With `dry`, it invokes and deletes nothing. Yields the result for each
 * message. When it is aborted, it throws the reason before the next message. However it ends, it releases what stays in the queue.
 */
export async function* redrive<M extends Message>(
  services: Services<M>,
  dry: boolean,
  signal?: AbortSignal,
): AsyncGenerator<Redriven> {
  const { queue } = services;
  const hidden = new Set<M>();
  try {
    for (;;) {
      signal?.throwIfAborted();
      // It is never aborted: the queue may have hidden messages before an answer that nobody waits for.
      const messages = await queue.receive();
      if (messages.length === 0) return;
      for (const message of messages) hidden.add(message);
      for (const message of messages) {
        signal?.throwIfAborted();
        const result = await redriveOne(services, message, dry);
        if (result.status === "failing") signal?.throwIfAborted();
        if (result.status === "redriven") {
          await queue.remove(message);
          hidden.delete(message);
        }
        yield result;
      }
    }
  } finally {
    for (const message of hidden) await queue.release(message);
  }
}

const redriveOne = async <M extends Message>(
  { invoke }: Pick<Services<M>, "invoke">,
  message: M,
  dry: boolean,
): Promise<Redriven> => {
  const deadLetter = read(message);
  if ("status" in deadLetter) return deadLetter;
  try {
    const found = await look(invoke, deadLetter);
    if (dry) return { status: "waiting", deadLetter, found };
    const { batchItemFailures } = BatchFailures.parse(await invoke(deadLetter));
    if (batchItemFailures.length > 0)
      return {
        status: "failing",
        deadLetter,
        error: `The function could not keep ${batchItemFailures.length} records of its batch. Its log says why`,
      };
    const { records, kept } = await look(invoke, deadLetter);
    if (kept < records)
      return {
        status: "failing",
        deadLetter,
        error: `The function did not fail, but ${records - kept} of ${records} records are not in the log. Does the function have another version than this command?`,
      };
    return { status: "redriven", deadLetter, found };
  } catch (error) {
    return { status: "failing", deadLetter, error: errorText(error) };
  }
};

/** What a function of a queue or a stream answers. Other answers name no failures. */
const BatchFailures = z.object({ batchItemFailures: z.array(z.unknown()).catch([]) }).catch({ batchItemFailures: [] });

/** Asks the function which records of the event are in the log. */
const look = async (
  invoke: Services<Message>["invoke"],
  { functionArn, event, requestId }: DeadLetter,
): Promise<Found> => {
  const answer = await invoke({ functionArn, requestId, event: lookEvent({ functionArn, requestId, event }) });
  const found = Found().safeParse(answer);
  if (found.success) return found.data;
  throw new Error("The function did not say which records are in the log. Is it a function of Tributary?");
};

const read = (message: Message): DeadLetter | Extract<Redriven, { status: "unreadable" | "instream" }> => {
  try {
    const letter = parseDeadLetter(message);
    return "event" in letter ? letter : { status: "instream", batch: letter };
  } catch (error) {
    return { status: "unreadable", error: errorText(error) };
  }
};
