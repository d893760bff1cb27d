/**
 * The streams of the log: one for each trigger, and `rejected` for events that were not accepted. `bySubject` says whether the
 * entries of a stream are in that sparse index. The index makes the history of one subject cheap to read, and costs one more write
 * unit for each entry. `sequenced` matches the types whose `data.sequencer` gives the order of the entries of one subject better
 * than their time does.
 */
export const streams = {
  s3: { bySubject: true, sequenced: /^com\.amazonaws\.s3\.(ObjectCreated|ObjectRemoved|LifecycleExpiration):/ },
  http: { bySubject: true },
  schedule: { bySubject: false },
  rejected: { bySubject: false },
} as const satisfies Record<string, { readonly bySubject: boolean; readonly sequenced?: RegExp }>;

export type Stream = keyof typeof streams;

export const isStream = (name: string): name is Stream => Object.hasOwn(streams, name);

/** The streams that `GET /logs` reads: all except `rejected`, which has its own route and so its own permission. */
export const logged: readonly Stream[] = Object.keys(streams)
  .filter(isStream)
  .filter((name) => name !== "rejected");
