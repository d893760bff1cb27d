/** What a worker is started with. */
export interface Setup {
  readonly file: string;
  /** As in `app.handler`. */
  readonly handler: string;
}

/** One invocation, as the worker gets it. */
export interface Invocation {
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  /** Parsed from the JSON of the caller. */
  readonly clientContext?: unknown;
  /** Milliseconds from now on. */
  readonly timeoutMs: number;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
}

/** What a worker says: that its code is loaded or has failed to load, or the JSON of a result or of an error. */
export type Message =
  | { readonly kind: "ready"; readonly isBroken: boolean }
  | { readonly kind: "result" | "error"; readonly payload: string };
