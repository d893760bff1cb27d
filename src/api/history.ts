import * as z from "zod";
import { sha256Of } from "../log/clip.ts";
import { type Continuation, MAX_SEEN } from "../log/cursor.ts";
import type { Entry } from "../log/entry.ts";
import { lazy } from "../log/lazy.ts";
import { isSequenced } from "../log/sequenced.ts";
import type { Streams } from "../log/streams.ts";

/** The greatest sequencer so far of each source in each stream. The keys are hashes. */
type Seen = NonNullable<Continuation["seen"]>;

/**
 * Marks entries in the history of one subject, oldest first. An entry is `outoforder` if an earlier entry of the same source
 * in the same stream has a greater sequencer. Only the same stream counts, because the senders of another one may name any source.
 * `seen` has the greatest sequencers of the previous pages.
 */
export const history = (
  entries: readonly Entry[],
  streams: Streams,
  seen: Seen = {},
): { entries: readonly Entry[]; seen: Seen } => {
  const greatest = new Map(Object.entries(seen));
  const marked = entries.map((entry): Entry => {
    const sequencer = sequencerOf(entry, streams);
    if (sequencer === undefined) return entry;
    const source = sha256Of(`${entry.stream} ${entry.source}`).slice(0, 8);
    const before = greatest.get(source);
    if (before !== undefined && isLess(sequencer, before)) return { ...entry, outoforder: true };
    if (before !== undefined || greatest.size < MAX_SEEN) greatest.set(source, sequencer);
    return entry;
  });
  return { entries: marked, seen: Object.fromEntries(greatest) };
};

const Sequenced = lazy(() => z.object({ sequencer: z.string().min(1).max(64) }));

/** The sequencer of an entry, if entries of this type have one. It orders the entries of one subject. */
const sequencerOf = ({ stream, type, data }: Entry, streams: Streams): string | undefined =>
  isSequenced(streams, stream, type) ? Sequenced().safeParse(data).data?.sequencer : undefined;

/**
 * Compares two hexadecimal sequencers. S3 says to pad the shorter one with zeros on the right:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
const isLess = (a: string, b: string): boolean => {
  const length = Math.max(a.length, b.length);
  return a.padEnd(length, "0") < b.padEnd(length, "0");
};
