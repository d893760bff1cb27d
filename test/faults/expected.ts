import type { Stream } from "../../src/log/streams.ts";

/** What the log must say of one event, worked out here and not by the code that is tested. */
export interface Expected {
  /** A text that is in this event alone, and so in its entry or rejection alone: `mark-7`. */
  readonly mark: string;
  /** Tells equal events apart, each of which must have a rejection of its own. They have one mark. */
  readonly copy?: string;
  readonly stream: Stream;
  /** Fields of the entry, each with its whole value. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The times that the entry may have; of a rejection, which has the time of its receipt, none is known. */
  readonly times?: readonly string[];
  /** What a rejection must have kept, whole: one of these. */
  readonly payloads?: readonly unknown[];
  /** Whether it has a time of its own, so that it is rejected when that has expired. */
  readonly mayExpire?: boolean;
  /** Whether the entry must have the result of the work. */
  readonly worked?: boolean;
}

/** What an event is known by in the account of a run. */
export const keyOf = ({ mark, copy = "" }: Expected): string => `${mark} ${copy}`;

/** Gives out marks, each once. */
export const newMarks = (): (() => string) => {
  let count = 0;
  return () => `mark-${++count}`;
};

/** All the marks in a value. */
export const marksIn = (value: unknown): readonly string[] => [
  ...new Set(JSON.stringify(value).match(/mark-\d+/g) ?? []),
];

export const rejection = (mark: string, trigger: Stream, reason: string, ...payloads: unknown[]): Expected => ({
  mark,
  stream: "rejected",
  fields: { source: `tributary:${trigger}`, type: `tributary.rejected.${reason}` },
  payloads,
});
