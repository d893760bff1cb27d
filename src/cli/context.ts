import type { ApplicationContext } from "@stricli/core";

/** Why a command ends that only prints: `tributary logs | head` has read enough. That is no error. */
export const unread = new Error("Nobody reads the output any more");

/** A stream that a command writes to. */
export interface Output {
  /** Writes the text unchanged. Resolves when the stream can take more. */
  readonly write: (text: string) => Promise<void>;
  readonly isTerminal: boolean;
  /** How many columns a line has. */
  readonly width: number;
  readonly hasColor: boolean;
}

/** Everything that a command needs of the world, so that a test can replace all of it. */
export interface Context extends ApplicationContext {
  /** Only data. */
  readonly out: Output;
  /** Errors, hints and progress. */
  readonly err: Output;
  readonly input: AsyncIterable<Uint8Array> & { readonly isTerminal: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** ms since 1970. */
  readonly now: () => number;
  /** Waits, in ms. Rejects when the user interrupts the command. */
  readonly pause: (ms: number) => Promise<void>;
  readonly fetch: typeof fetch;
  /** Aborted when the user interrupts the command, or with {@link unread} when nobody reads its output any more. */
  readonly signal: AbortSignal;
  /**
   * From now on the command goes on to its end, even if nobody reads its output: it changes something, or its exit code says what it
   * has found.
   */
  readonly goOnUnread: () => void;
  /** Asks a person, and resolves with the answer. */
  readonly ask: (question: string) => Promise<string>;
  /** Opens an address in the user's browser. Rejects if there is none. */
  readonly browse: (address: string) => Promise<void>;
  /** A number from 0 to 1, for the waiting times between attempts. */
  readonly random: () => number;
}
