import * as z from "zod";
import { type Message, openMessage, type Parcel } from "./parcel.ts";

/** A failure queue. A message that is received is hidden from the next call, and comes back after a while unless it is deleted. */
interface Queue<M extends Message> {
  /** Some messages; none when there are no more to be had just now. */
  readonly receive: () => Promise<readonly M[]>;
  readonly remove: (message: M) => Promise<void>;
}

/** What a redrive needs of AWS. */
export interface Means<M extends Message> {
  readonly queue: Queue<M>;
  /** Invokes the function and waits for its report; throws where it does. */
  readonly invoke: (functionArn: string, event: unknown) => Promise<unknown>;
  /** How many entries the event makes, and how many of them are in the log. */
  readonly inspect: (
    functionArn: string,
    event: unknown,
  ) => Promise<{ readonly entries: number; readonly kept: number }>;
}

/** How one message ended. `waiting` it is in a dry run; `unreadable` and `failing` ones stay in the queue. */
export type Redriven =
  | { readonly status: "unreadable"; readonly error: string }
  | { readonly status: "waiting"; readonly parcel: Parcel; readonly entries: number; readonly kept: number }
  | { readonly status: "redriven"; readonly parcel: Parcel; readonly entries: number; readonly kept: number }
  | { readonly status: "failing"; readonly parcel: Parcel; readonly error: string };

/**
 * Sends what the failure queue holds through its functions again, and deletes a message only when its function has kept all
 * of it, so that doing it twice changes nothing. With `dry`, it only says what it would do. Yields each message as it ends.
 */
export async function* redrive<M extends Message>(
  { queue, invoke, inspect }: Means<M>,
  dry: boolean,
): AsyncGenerator<Redriven> {
  for (let messages = await queue.receive(); messages.length > 0; messages = await queue.receive()) {
    for (const message of messages) {
      const parcel = opened(message);
      if ("status" in parcel) {
        yield parcel;
        continue;
      }
      try {
        const found = await inspect(parcel.functionArn, parcel.event);
        if (!dry) {
          Kept.parse(await invoke(parcel.functionArn, parcel.event));
          await queue.remove(message);
        }
        yield { status: dry ? "waiting" : "redriven", parcel, ...found };
      } catch (error) {
        yield { status: "failing", parcel, error: textOf(error) };
      }
    }
  }
}

/** The report of a function that has kept every record of the event. */
const Kept = z
  .object({ received: z.number(), written: z.number(), duplicate: z.number(), rejected: z.number() })
  .refine(
    ({ received, written, duplicate, rejected }) => received > 0 && received === written + duplicate + rejected,
    "The function has not kept every record",
  );

const opened = (message: Message): Parcel | Extract<Redriven, { status: "unreadable" }> => {
  try {
    return openMessage(message);
  } catch (error) {
    return { status: "unreadable", error: textOf(error) };
  }
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
