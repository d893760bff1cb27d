import { errorText } from "../log/errorText.ts";
import { type DeadLetter, type Message, parseDeadLetter } from "./deadLetter.ts";
import type { Found } from "./look.ts";

/** A failure queue. A message that is received is hidden from the next call until it is removed, or released. */
interface Queue<M extends Message> {
  /** Some messages; none when there are no more to be had just now. */
  readonly receive: () => Promise<readonly M[]>;
  readonly remove: (message: M) => Promise<void>;
  /** Lets it be received again at once. */
  readonly release: (message: M) => Promise<void>;
}

/** What a redrive needs of AWS. */
export interface Means<M extends Message> {
  readonly queue: Queue<M>;
  /** Invokes the function with the event and the id of its first request, and waits for it; throws if the function does. */
  readonly invoke: (deadLetter: DeadLetter) => Promise<unknown>;
  /** Looks for what the event makes in the log itself. */
  readonly inspect: (deadLetter: DeadLetter) => Promise<Found>;
}

/**
 * How one message ended. In a dry run it is `waiting`. An `unreadable` and a `failing` one stay in the queue. `found` is what
 * was in the log before anything was done.
 */
export type Redriven =
  | { readonly status: "unreadable"; readonly error: string }
  | { readonly status: "waiting" | "redriven"; readonly deadLetter: DeadLetter; readonly found: Found }
  | { readonly status: "failing"; readonly deadLetter: DeadLetter; readonly error: string };

/**
 * Sends what the failure queue holds through its functions again, and deletes a message only when all of it is found in the
 * log, so that doing it twice changes nothing. With `dry`, it only says what it would do. Yields each message as it ends.
 */
export async function* redrive<M extends Message>(means: Means<M>, dry: boolean): AsyncGenerator<Redriven> {
  const { queue } = means;
  const hidden = new Set<M>();
  try {
    for (let messages = await queue.receive(); messages.length > 0; messages = await queue.receive()) {
      for (const message of messages) hidden.add(message);
      for (const message of messages) {
        const ended = await settle(means, message, dry);
        if (ended.status === "redriven") {
          await queue.remove(message);
          hidden.delete(message);
        }
        yield ended;
      }
    }
  } finally {
    for (const message of hidden) await queue.release(message);
  }
}

const settle = async <M extends Message>(
  { invoke, inspect }: Means<M>,
  message: M,
  dry: boolean,
): Promise<Redriven> => {
  const deadLetter = opened(message);
  if ("status" in deadLetter) return deadLetter;
  try {
    const found = await inspect(deadLetter);
    if (dry) return { status: "waiting", deadLetter, found };
    await invoke(deadLetter);
    const { records, kept } = await inspect(deadLetter);
    if (kept < records)
      return {
        status: "failing",
        deadLetter,
        error: `The function did not fail, yet ${records - kept} of ${records} records are not in the log; is it of another version than this redrive?`,
      };
    return { status: "redriven", deadLetter, found };
  } catch (error) {
    return { status: "failing", deadLetter, error: errorText(error) };
  }
};

const opened = (message: Message): DeadLetter | Extract<Redriven, { status: "unreadable" }> => {
  try {
    return parseDeadLetter(message);
  } catch (error) {
    return { status: "unreadable", error: errorText(error) };
  }
};
