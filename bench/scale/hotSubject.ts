import { subjectKey } from "../../src/log/item.ts";
import { shardOf } from "../../src/log/key.ts";
import { PARTITION } from "./partition.ts";
import { highestRate } from "./writing.ts";

const SHARES = [0.01, 0.1, 0.5, 1] as const;
const SHARDS = [1, 4, 16] as const;
const SECONDS = 4;

/** What one busy subject does. Rates are events a second, without a refused write. */
export interface HotSubject {
  readonly shards: number;
  /** The part of all events that have this subject. */
  readonly share: number;
  /** With our index, whose key is stream, shard and subject. */
  readonly ours: number;
  /** With an index whose key is the subject alone. */
  readonly bySubjectAlone: number;
}

/** The rates that a stream takes if one subject is busy. The writes of an index and of its table succeed or fail together. */
export const hotSubjects = (hashes: readonly string[]): readonly HotSubject[] =>
  SHARDS.flatMap((shards) =>
    SHARES.map((share) => {
      const events = hashes.map((hash, n) => {
        const shard = shardOf(hash, shards);
        const subject = n % 100 < share * 100 ? "hot" : `subject ${n}`;
        return { table: `s3#${shard}`, ours: subjectKey({ stream: "s3", shard }, subject) ?? "", alone: subject };
      });
      const held = (index: "ours" | "alone") => {
        const full = shards * PARTITION.writeUnits;
        return highestRate(10, full, (rate) => {
          return Array.from({ length: SECONDS }, (_, second) => {
            const now = events.slice(second * rate, (second + 1) * rate);
            return Math.max(busiest(now, "table"), busiest(now, index)) <= PARTITION.writeUnits;
          }).every(Boolean);
        });
      };
      return { shards, share, ours: held("ours"), bySubjectAlone: held("alone") };
    }),
  );

/** The write units of the key that gets the most of them. */
const busiest = <Name extends string>(events: readonly Readonly<Record<Name, string>>[], name: Name): number => {
  const units = new Map<string, number>();
  let most = 0;
  for (const event of events) {
    const sum = (units.get(event[name]) ?? 0) + 1;
    units.set(event[name], sum);
    if (sum > most) most = sum;
  }
  return most;
};
