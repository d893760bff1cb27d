import type { Caller } from "./callers.ts";

/** The fields that every kind of call has. */
export interface Frame {
  readonly name: string;
  readonly caller: Caller;
  readonly batch: boolean;
  /** Whether days pass during the run. */
  readonly ages: boolean;
  /** How often a client may send it. A call that is not safe to repeat is sent once. */
  readonly tries: number;
  /** How many clients send it at the same moment. */
  readonly clients: number;
}

/** One try of one client. `receipt` is when the API receives it, in ms since 1970. */
export interface Attempt {
  readonly client: number;
  readonly attempt: number;
  readonly receipt: number;
}

export const BASE = Date.parse("2026-02-01T00:00:00.000Z");

/** Each call has its own minute. */
export const attemptOf = ({ name }: Pick<Frame, "name">, client: number, attempt: number): Attempt => ({
  client,
  attempt,
  receipt: BASE + Number(name.slice("call-".length)) * 60_000 + attempt * 1000 + client,
});

/** All possible attempts of a call. */
export const attemptsOf = (frame: Frame): readonly Attempt[] =>
  Array.from({ length: frame.clients * frame.tries }, (_, n) =>
    attemptOf(frame, n % frame.clients, Math.floor(n / frame.clients)),
  );
