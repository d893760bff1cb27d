import { table } from "../page/table.ts";
import { ASSUMED } from "./catchUp.ts";
import { PARTITION } from "./partition.ts";
import { plot } from "./plot.ts";
import type { Simulated } from "./simulate.ts";

/** The file of the plot. */
export const PLOT = "docs/scale.svg";

/** What docs/scale.md has between its marks. */
export const scalePart = ({ held, hot, raise, catchUp }: Simulated): string => `## What rate the shards of a stream hold

![How many events a second the shards of a stream take](scale.svg)

${table(
  ["shards", "events a second, without a refused write", "of the most that the partitions take"],
  held.map(({ shards, rate }) => [shown(shards), shown(rate), `${((rate / shards) * 0.1).toFixed(0)}%`]),
)}

The hash of an event decides its shard, so the shards share the events by chance. In one second, one of many shards gets a few percent more than
the others, and it is the first that refuses a write. An entry of 3 KB costs 3 write units: divide the rates by 3.

## What a busy subject does

${table(
  ["shards", "of all events, one subject has", "events a second", "if the subject alone were the key of the index"],
  hot.map(({ shards, share, ours, bySubjectAlone }) => [
    shown(shards),
    `${share * 100}%`,
    shown(ours),
    shown(bySubjectAlone),
  ]),
)}

A busy subject does not slow its stream down. The key of the index \`bySubject\` is the stream, the shard and the subject, so a subject is spread over as many
partitions as its stream. If the subject alone were the key, one partition would hold all of its entries. DynamoDB refuses a write to the table if
the index refuses it, so the whole stream would be slowed down. In return, reading the history of a subject asks each shard.

## When to raise the number of shards

${table(
  ["traffic", "raise at, a shard", "raise at, if unused capacity helps"],
  raise.map(({ traffic, withoutSaved, withSaved }) => [traffic, shown(withoutSaved), shown(withSaved)]),
)}

Each number is an average of events a second for one shard. Up to this number, DynamoDB refuses at most one write in 10,000. A partition may use what it did not
use in the last 5 minutes, but AWS does not promise it: plan with the first number. The metric \`ConsumedWriteCapacityUnits\` of
CloudWatch has the sum of a minute for the whole table. Take the part of the busiest stream, and divide it by 60 and by the number of shards. A refused write is not lost. The SDK tries it again, and then Lambda or the sender does.

## How long a follower needs for a million entries

${table(
  [
    "streams",
    "shards",
    "requests",
    "calls of DynamoDB",
    "read units",
    "minutes",
    "entries a second",
    "dollars",
    "such followers at once",
  ],
  catchUp.map(({ streams, shards, requests, calls, units, minutes, dollars, followers }) => [
    shown(streams),
    shown(shards),
    shown(Math.round(requests)),
    shown(Math.round(calls)),
    shown(Math.round(units)),
    minutes.toFixed(1),
    shown(Math.round(1e6 / (minutes * 60))),
    dollars.toFixed(2),
    shown(followers),
  ]),
)}

The follower asks for 200 entries, and for the next page as soon as it has one. Assumed are ${ASSUMED.roundMs} ms for calls of DynamoDB that are in flight together, and
${ASSUMED.requestMs} ms for everything else of a request: the way to the function and back, and its own work. The dollars are the read units, API Gateway and
Lambda's requests, without Lambda's time. The last column says how many followers of this speed the busiest partition feeds with its ${shown(PARTITION.readUnits)} read units
a second.

A follower reads one page after another, so more shards do not make it faster. It asks up to 16 shards at the same time for their first entries of a page, and
later one at a time, when a shard has no entries left in hand. With three streams and 16 shards, few shards are asked twice for one page.

A stream that gets more entries a second than the table says, for a long time, is faster than its follower. Then let several followers share the work, one
for each stream.`;

/** The plot of docs/scale.md. */
export const scalePlot = ({ held }: Simulated): string =>
  plot({
    title: "Events a second that the shards of a stream take",
    x: "events a second that arrive",
    y: "events a second that are taken",
    ticks: [100, 1_000, 10_000, 100_000],
    lines: held.map(({ shards, curve }) => ({
      name: shards === 1 ? "1 shard" : `${shards} shards`,
      points: curve.map(({ offered, taken }) => ({ x: offered, y: taken })),
    })),
  });

const shown = (number: number): string => number.toLocaleString("en-US");
