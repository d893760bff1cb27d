import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { stacked } from "../state/buckets.ts";
import { compact, whole } from "../text/numbers.ts";
import { short, tick } from "../text/times.ts";
import { useMedia } from "./useMedia.ts";

/** A kind of entries in the plot, with its count for each bar. */
export interface Series {
  readonly name: string;
  /** The class that has the color. */
  readonly color: string;
  readonly values: readonly number[];
  /** Drawn below the line. */
  readonly isBelow?: boolean;
}

interface Plotted {
  readonly label: string;
  /** The beginning of each bar, and how long a bar is, in ms. */
  readonly times: readonly number[];
  readonly step: number;
  readonly from: number;
  readonly to: number;
  /** Everything before this time was not counted. */
  readonly since: number;
  readonly series: readonly Series[];
  readonly onZoom: (from: number, to: number) => void;
}

/** A plot of counts over time. The kinds are stacked. Dragging over it chooses a time range. */
export const Plot = (plotted: Plotted) => {
  const frame = useRef<HTMLDivElement>(null);
  const latest = useRef(plotted);
  latest.current = plotted;
  const plot = useRef<uPlot>(undefined);
  const [pointed, setPointed] = useState<{
    readonly index: number;
    readonly left: number;
    readonly isRight: boolean;
  }>();
  const isDark = useMedia("(prefers-color-scheme: dark)");
  const key = JSON.stringify([isDark, plotted.series.map(({ name, color }) => [name, color])]);

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    // A pointer that rests over the plot stays where it is when the plot is made again for another kind of entries.
    const { left = AWAY, top = AWAY } = plot.current?.cursor ?? {};
    const made = new uPlot(
      optionsOf(element, latest, { left, top }, (index, left) =>
        setPointed(index === null ? undefined : { index, left, isRight: left > element.clientWidth / 2 }),
      ),
      dataOf(latest.current),
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [key]);

  useEffect(() => {
    plot.current?.setData(dataOf(plotted));
  }, [key, plotted.times, plotted.series, plotted.from, plotted.to, plotted.since]);

  const time = pointed && plotted.times[pointed.index];
  return (
    <div class="plot">
      <div ref={frame} class="plot-frame" role="img" aria-label={plotted.label} />
      {pointed && time !== undefined && (
        <div class={pointed.isRight ? "tip is-left" : "tip"} style={{ left: `${pointed.left}px` }}>
          <p>
            {short(time)} – {short(time + plotted.step)} UTC
          </p>
          <Values {...plotted} index={pointed.index} />
        </div>
      )}
    </div>
  );
};

const AWAY = -10; // uPlot's place for a pointer that is elsewhere

const Values = ({ series, index, since, times, step }: Plotted & { readonly index: number }) => {
  const some = series.filter(({ values }) => (values[index] ?? 0) > 0);
  if ((times[index] ?? 0) + step <= since) return <p class="quiet">not counted yet</p>;
  if (some.length === 0) return <p class="quiet">nothing</p>;
  return (
    <dl>
      {some.map(({ name, color, values }) => (
        <div key={name}>
          <dt>
            <i class={`dot ${color}`} />
            {name}
          </dt>
          <dd>{whole(values[index] ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
};

/** uPlot wants seconds. The largest sum comes first, so that the smaller ones are drawn over it. */
const dataOf = ({ times, series }: Plotted): uPlot.AlignedData => {
  const above = stacked(series.filter(({ isBelow }) => !isBelow).map(({ values }) => values));
  const below = series.filter(({ isBelow }) => isBelow).map(({ values }) => values.map((value) => -value));
  return [times.map((ms) => ms / 1_000), ...above.map((one) => [...one]), ...below];
};

const optionsOf = (
  element: HTMLElement,
  latest: { readonly current: Plotted },
  pointer: { readonly left: number; readonly top: number },
  onPoint: (index: number | null, left: number) => void,
): uPlot.Options => {
  const colorOf = (name: string) => resolved(element, name);
  const shade = colorOf("plot-shade");
  const axis = {
    stroke: colorOf("quiet"),
    font: `11px ${getComputedStyle(element).fontFamily}`,
    ticks: { show: false },
  };
  const { series } = latest.current;
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), "Etc/UTC"),
    cursor: {
      ...pointer,
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
    },
    scales: {
      x: { time: true, range: () => [latest.current.from / 1_000, latest.current.to / 1_000] },
      y: { range: (_, min, max) => [min < 0 ? min * 1.05 : 0, Math.max(max * 1.05, 1)] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        gap: 4,
        space: 64,
        grid: { show: false },
        values: (_, splits, __, ___, step) => splits.map((seconds) => tick(seconds * 1_000, step * 1_000)),
      },
      {
        ...axis,
        size: 44,
        gap: 6,
        space: 28,
        incrs: [1, 2, 5]
          .flatMap((n) => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((power) => n * 10 ** power))
          .sort((a, b) => a - b),
        grid: { stroke: colorOf("plot-grid"), width: 1 },
        values: (_, splits) => splits.map((value) => compact(Math.abs(value))),
      },
    ],
    series: [
      {},
      ...(series.map(({ color }) => ({
        fill: colorOf(color),
        width: 0,
        points: { show: false },
        paths: uPlot.paths.bars?.({ size: [0.86, 64], align: 1 }),
      })) as uPlot.Series[]),
    ],
    hooks: {
      setCursor: [
        ({ cursor: { idx, left } }) => onPoint(left === undefined || left < 0 ? null : (idx ?? null), (left ?? 0) + 44),
      ],
      setSelect: [
        (made) => {
          const { left, width } = made.select;
          if (width < 4) return;
          const { onZoom } = latest.current;
          onZoom(made.posToVal(left, "x") * 1_000, made.posToVal(left + width, "x") * 1_000);
          made.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      drawClear: [
        ({ ctx, bbox, valToPos }) => {
          const { from, since } = latest.current;
          if (since <= from) return;
          ctx.fillStyle = shade;
          const end = Math.min(valToPos(since / 1_000, "x", true), bbox.left + bbox.width);
          ctx.fillRect(bbox.left, bbox.top, end - bbox.left, bbox.height);
        },
      ],
    },
  };
};

/** The color that a class gives. */
const resolved = (element: HTMLElement, name: string): string => {
  const probe = document.createElement("i");
  probe.className = name;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};
