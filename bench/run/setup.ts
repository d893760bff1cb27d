import type { Stub } from "../stub/startStub.ts";
import type { Contestants } from "./contestants.ts";

/** What the measurements share. */
export interface Setup {
  readonly contestants: Contestants;
  /** The files of the programs that call functions. */
  readonly children: { readonly cold: string; readonly warm: string };
  readonly stub: Stub;
  /** A number of rounds, entries or events. A quick run has fewer. */
  readonly scaled: (full: number, quick: number) => number;
  /** Prints how far the measurement is. */
  readonly say: (text: string) => void;
}
