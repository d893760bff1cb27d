import * as z from "zod";
import { sha256Of } from "../log/clip.ts";
import { type Continuation, MAX_SEEN } from "../log/cursor.ts";
import type { Entry } from "../log/entry.ts";
import { streams } from "../log/streams.ts";

/** The greatest sequencer so far, by the hash of the source whose object it is of. */
type Seen = NonNullable<Continuation["seen"]>;

/**
 * Marks in the history of one subject, oldest first, what came out of order: an entry is `outoforder` when its source's own
 * sequencer says that it belongs before one above it. `seen` is what the pages before have seen.
 */
export const history = (entries: readonly Entry[], seen: Seen = {}): { entries: readonly Entry[]; seen: Seen } => {
  const greatest = new Map(Object.entries(seen));
  const told = entries.map((entry): Entry => {
    const sequencer = sequencerOf(entry);
    if (sequencer === undefined) return entry;
    const source = sha256Of(entry.source).slice(0, 8);
    const before = greatest.get(source);
    if (before !== undefined && isLess(sequencer, before)) return { ...entry, outoforder: true };
    if (before !== undefined || greatest.size < MAX_SEEN) greatest.set(source, sequencer);
    return entry;
  });
  return { entries: told, seen: Object.fromEntries(greatest) };
};

const Sequenced = z.object({ sequencer: z.string().min(1).max(64) });

/** What orders an entry among those of its subject, where its stream has such a thing. */
const sequencerOf = ({ stream, type, data }: Entry): string | undefined => {
  const { sequenced }: { readonly bySubject: boolean; readonly sequenced?: RegExp } = streams[stream];
  return sequenced?.test(type) === true ? Sequenced.safeParse(data).data?.sequencer : undefined;
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html: right-padded with zeros to the same length. */
const isLess = (a: string, b: string): boolean => {
  const length = Math.max(a.length, b.length);
  return a.padEnd(length, "0") < b.padEnd(length, "0");
};
