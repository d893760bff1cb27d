/** What the log must have of one event. It is computed without the code under test. */
export interface Expected {
  /** A text such as `mark-7` that only this event has, and so only its entry or rejection. */
  readonly mark: string;
  /** The difference between equal events with one mark. Each of them must have its own rejection. */
  readonly copy?: string;
  readonly stream: string;
  /** Fields of the entry, each with its whole value. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The times that the entry may have. The time of a rejection is when it was received, which is not known. */
  readonly times?: readonly string[];
  /** The payloads that a rejection may have. */
  readonly payloads?: readonly unknown[];
  /** Whether it has its own time, so that it is rejected when this time is older than the retention. */
  readonly mayExpire?: boolean;
  /** Whether the entry must have the result of the work. */
  readonly worked?: boolean;
}

/** The key of an event in the account of a run. */
export const keyOf = ({ mark, copy = "" }: Expected): string => `${mark} ${copy}`;

/** Returns a function that gives a new mark at each call. */
export const newMarks = (): (() => string) => {
  let count = 0;
  return () => `mark-${++count}`;
};

/** All the marks in a value. */
export const marksIn = (value: unknown): readonly string[] => [
  ...new Set(JSON.stringify(value).match(/mark-\d+/g) ?? []),
];

export const rejection = (mark: string, trigger: string, reason: string, ...payloads: unknown[]): Expected => ({
  mark,
  stream: "rejected",
  fields: { source: `tributary:${trigger}`, type: `tributary.rejected.${reason}` },
  payloads,
});
