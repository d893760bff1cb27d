import type { Caller } from "./callers.ts";

/** What all kinds of a call have. */
export interface Frame {
  readonly name: string;
  readonly caller: Caller;
  readonly batch: boolean;
  /** Whether days pass in its run. */
  readonly ages: boolean;
  /** How often a client may send it: what is not safe to repeat is sent once. */
  readonly tries: number;
  /** How many clients send it, at the same moment. */
  readonly clients: number;
}

/** The n-th try of one of the clients that send a call, and when the API says that it received it, in ms since 1970. */
export interface Attempt {
  readonly client: number;
  readonly attempt: number;
  readonly receipt: number;
}

export const BASE = Date.parse("2026-02-01T00:00:00.000Z");

/** Each call has a minute of its own. */
export const attemptOf = ({ name }: Pick<Frame, "name">, client: number, attempt: number): Attempt => ({
  client,
  attempt,
  receipt: BASE + Number(name.slice("call-".length)) * 60_000 + attempt * 1000 + client,
});

/** Every attempt that there may be of a call. */
export const attemptsOf = (frame: Frame): readonly Attempt[] =>
  Array.from({ length: frame.clients * frame.tries }, (_, n) =>
    attemptOf(frame, n % frame.clients, Math.floor(n / frame.clients)),
  );
