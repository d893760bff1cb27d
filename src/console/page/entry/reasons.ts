/** What each reason of a rejection means. */
export const REASONS: Readonly<Record<string, string>> = {
  schema: "The record does not fit the schema of its trigger.",
  envelope: "The event is not of the kind that its trigger reads.",
  future: "The time of the event lies in the future.",
  expired: "The event is older than what the log keeps.",
  conflict: "Another event with this identity is in the log.",
};
