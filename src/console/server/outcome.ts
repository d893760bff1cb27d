/** What became of the events that faults disturbed. The events of functions that are none of Tributary are left out. */
export interface Outcome {
  readonly events: number;
  /** Entries and rejections that are in the log for these events. */
  readonly entries: number;
  /** Events whose records are all in the log. */
  readonly kept: number;
  /** Events that are in a failure queue, or are delivered again. */
  readonly waiting: number;
  /** Events that their sender still has, because it was told of the failure: an HTTP client, a queue or a stream. */
  readonly refused: number;
  /** Events that are nowhere. The promise is that there are none. */
  readonly lost: number;
  /** Entries beyond the one that each record may have. The promise is that there are none. */
  readonly doubled: number;
}
