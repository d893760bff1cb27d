import { useMemo } from "preact/hooks";
import { type Bucket, barsOf, totalOf } from "../state/buckets.ts";
import { streams } from "../state/config.ts";
import type { Counted } from "../state/counts.ts";
import { entryCounts, range, rejectedCounts, rejectedFiltersOf } from "../state/loading.ts";
import { now } from "../state/now.ts";
import { place, show } from "../state/place.ts";
import { between, stepOf } from "../state/range.ts";
import { counted, whole } from "../text/numbers.ts";
import { Plot, type Series } from "./plot.tsx";
import { Rest } from "./rest.tsx";
import { colorOf } from "./stream.tsx";

const REJECTED = "rejected";
const SLIDE_MS = 10_000; // how often the end of the plot moves

/** Entries over time, with the rejections apart. It shows counts of the whole range, and not of what the list has read. */
export const OverTime = ({ only }: { readonly only?: typeof REJECTED }) => {
  const entries = only === undefined ? entryCounts.counted.value : undefined;
  const rejected = rejectedCounts.counted.value;
  const { from, to } = (entries ?? rejected)?.range ?? range.value;
  const end = to ?? Math.ceil(now.value / SLIDE_MS) * SLIDE_MS;
  const shown = useMemo(() => {
    const { step } = stepOf({ from, to: end });
    const frame = { from, to: end, step };
    const ofEntries = barsOf(entries?.buckets ?? NOTHING, frame, byStream);
    const ofRejected = barsOf(rejected?.buckets ?? NOTHING, frame, ({ count }) => [[REJECTED, count]]);
    const names = [...ofEntries.values.keys()].sort((one, other) => rank(one) - rank(other));
    const series: Series[] = names.map((name) => ({
      name,
      color: colorOf(name),
      values: ofEntries.values.get(name) ?? [],
    }));
    const below = ofRejected.values.get(REJECTED);
    if (below) series.push({ name: REJECTED, color: "bad", values: below, isBelow: only === undefined });
    return { step, times: ofEntries.times, series };
  }, [entries?.buckets, rejected?.buckets, from, end, only, streams.value]);
  const total = totalIn(entries);
  const lost = totalIn(rejected);
  const since = Math.max(...[entries, rejected].map((one) => (one === undefined ? from : one.since)));
  const label = [
    total !== undefined && counted(total, "entry", "entries"),
    lost !== undefined && counted(lost, "rejection", "rejections"),
  ].filter(Boolean);
  return (
    <section class="over-time" aria-label="Over time" aria-busy={(entries ?? rejected)?.isBusy ?? false}>
      <Plot
        {...shown}
        from={from}
        to={end}
        since={since}
        label={`${label.join(" and ") || "No counts"} over time`}
        onZoom={(from, to) => show(between(from, to))}
      />
      <Legend
        series={shown.series}
        total={only === undefined ? total : lost}
        entries={entries}
        rejected={rejected}
        only={only}
      />
    </section>
  );
};

const NOTHING = new Map<number, Bucket>();

/** How many were counted. `undefined` while nothing was. */
const totalIn = (counts: Counted | undefined): number | undefined =>
  counts === undefined || (counts.buckets.size === 0 && (counts.isBusy || counts.failure !== undefined))
    ? undefined
    : totalOf(counts.buckets);

const byStream = ({ rows }: Bucket) => rows.map(({ stream, count }) => [String(stream), count] as const);

const rank = (stream: string): number => {
  const index = streams.value.indexOf(stream);
  return index === -1 ? streams.value.length : index;
};

interface Legended {
  readonly series: readonly Series[];
  readonly total: number | undefined;
  readonly entries: Counted | undefined;
  readonly rejected: Counted | undefined;
  readonly only?: typeof REJECTED | undefined;
}

const Legend = ({ series, total, entries, rejected, only }: Legended) => (
  <div class="legend">
    <span class="total">
      <b data-total={total}>{total === undefined ? "–" : whole(total)}</b>{" "}
      {only === undefined ? (total === 1 ? "entry" : "entries") : total === 1 ? "rejection" : "rejections"}
    </span>
    {only === undefined && series.map((one) => <Kind key={one.name} {...one} />)}
    {only === undefined && rejected?.failure === undefined && rejectedFiltersOf(place.value) === undefined && (
      <span class="quiet">Rejections are not counted with these filters</span>
    )}
    {only === undefined && rejected?.failure !== undefined && <span class="quiet">{rejected.failure}</span>}
    <Rest
      counts={only === undefined ? entries : rejected}
      goOn={only === undefined ? entryCounts.goOn : rejectedCounts.goOn}
    />
  </div>
);

/** A kind of entries with its count. A stream can be chosen. */
const Kind = ({ name, color, values }: Series) => {
  const count = values.reduce((all, value) => all + value, 0);
  const isRejected = name === REJECTED;
  const isChosen = place.value.stream.includes(name);
  const choose = (): void =>
    isRejected
      ? show({ view: "rejected", entry: undefined, tab: undefined })
      : show({ stream: isChosen ? place.value.stream.filter((one) => one !== name) : [...place.value.stream, name] });
  return (
    <button
      type="button"
      class="kind"
      aria-pressed={isRejected ? undefined : isChosen}
      title={isRejected ? "See the rejections" : isChosen ? "Show the other streams too" : "Show only this stream"}
      onClick={choose}
    >
      <i class={`dot ${color}`} />
      {name} <b class="kind-count">{whole(count)}</b>
    </button>
  );
};
