/**
 * The streams of the log, a line each: one per trigger, and `rejected` for what no schema accepted. `bySubject` says whether
 * its entries are in that sparse index: the history of one subject is then cheap to read, for a second write unit an entry.
 * `sequenced` are the types whose `data.sequencer` orders the entries of one subject better than time does.
 */
export const streams = {
  s3: { bySubject: true, sequenced: /^com\.amazonaws\.s3\.(ObjectCreated|ObjectRemoved|LifecycleExpiration):/ },
  http: { bySubject: true },
  schedule: { bySubject: false },
  rejected: { bySubject: false },
} as const satisfies Record<string, { readonly bySubject: boolean; readonly sequenced?: RegExp }>;

export type Stream = keyof typeof streams;

export const isStream = (name: string): name is Stream => Object.hasOwn(streams, name);

/** The streams that `GET /logs` reads: all but `rejected`, which has a route, and so a permission, of its own. */
export const logged: readonly Stream[] = Object.keys(streams)
  .filter(isStream)
  .filter((name) => name !== "rejected");
