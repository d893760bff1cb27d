import { isoOf } from "../../../log/time.ts";
import { setDue } from "../cards/due.ts";
import { Notice } from "../parts/notice.tsx";
import { RangeBar, shift } from "../parts/rangeBar.tsx";
import { Rest } from "../parts/rest.tsx";
import { Unreadable } from "../parts/unreadable.tsx";
import { useKeys } from "../parts/useKeys.ts";
import { config } from "../state/config.ts";
import type { Counted } from "../state/counts.ts";
import { entryCounts, range } from "../state/loading.ts";
import { now } from "../state/now.ts";
import { go, hrefOf } from "../state/place.ts";
import { between } from "../state/range.ts";
import { counted, whole } from "../text/numbers.ts";
import { short, utc } from "../text/times.ts";

const MOST_MISSED = 200;
const AROUND_MS = 1_800_000;

/** The firings of the schedule: which were expected, which are in the log, and which were missed. */
export const Schedules = () => {
  useKeys({ ArrowLeft: () => shift(-1), ArrowRight: () => shift(1) });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it can be scrolled
    <div class="page" tabIndex={0}>
      <div class="controls">
        <RangeBar />
      </div>
      <Firings counts={entryCounts.counted.value} />
    </div>
  );
};

const Firings = ({ counts }: { readonly counts: Counted | undefined }) => {
  const firings = counts?.firings;
  if (counts?.failure !== undefined)
    return <Unreadable title="The firings cannot be read" failure={counts.failure} canRetry />;
  if (counts === undefined || (firings === undefined && counts.isBusy)) return <p class="foot">Reading…</p>;
  if (firings === undefined)
    return (
      <Notice title="This log has no schedule">
        <p>
          Firings are shown when the function that reads the log knows the schedule, by SCHEDULE_NAME and
          SCHEDULE_EXPRESSION.
        </p>
      </Notice>
    );
  const { schedule, expression, expected, found, missed, detail } = firings;
  return (
    <section class="card schedule" aria-label={schedule}>
      <header class="card-head">
        <h2>{schedule}</h2>
        <code class="quiet">{expression}</code>
      </header>
      <p>
        <Rest counts={counts} goOn={entryCounts.goOn} />
      </p>
      {detail !== undefined && <p class="quiet">{detail}</p>}
      <dl class="figures">
        <Figure name="expected" count={expected} />
        <Figure name="in the log" count={found} />
        <Figure name="missed" count={missed.length} isBad={missed.length > 0} />
      </dl>
      <Line counts={counts} missed={missed} />
      {missed.length === 0 ? (
        <p class="quiet">
          {expected === 0
            ? "No firing was expected in this time range. The log expects none before the first firing that it knows, and none in the last two minutes."
            : "Every expected firing is in the log."}
        </p>
      ) : (
        <>
          <h3>Missed</h3>
          <ul class="missed">
            {missed
              .slice(-MOST_MISSED)
              .toReversed()
              .map((time) => (
                <Missed key={time} time={Date.parse(time)} />
              ))}
          </ul>
          {missed.length > MOST_MISSED && (
            <p class="quiet">
              These are the newest {MOST_MISSED} of {counted(missed.length, "firing", "firings")}.
            </p>
          )}
        </>
      )}
    </section>
  );
};

const Figure = ({
  name,
  count,
  isBad = false,
}: {
  readonly name: string;
  readonly count: number;
  readonly isBad?: boolean;
}) => (
  <div class={isBad ? "is-bad" : undefined}>
    <dt>{name}</dt>
    <dd>{whole(count)}</dd>
  </div>
);

const Missed = ({ time }: { readonly time: number }) => {
  const around = { view: "log" as const, ...between(time - AROUND_MS, time + AROUND_MS) };
  const again = { view: "local" as const };
  return (
    <li>
      <time dateTime={isoOf(time)}>{utc(time)}</time>
      <a href={hrefOf(around)} onClick={go(around)}>
        What happened around it
      </a>
      {config.value?.mode === "local" && (
        <a
          href={hrefOf(again)}
          onClick={(event) => {
            setDue(time);
            go(again)(event);
          }}
        >
          Fire it
        </a>
      )}
    </li>
  );
};

const COLUMNS = 240;

/** The firings on a line of time. Firings that are too close together share a mark. A missed one is always seen. */
const Line = ({ counts, missed }: { readonly counts: Counted; readonly missed: readonly string[] }) => {
  const { from, to = now.value } = range.value;
  const columnOf = (time: number) =>
    Math.min(COLUMNS - 1, Math.max(0, Math.floor(((time - from) / (to - from)) * COLUMNS)));
  const marks = new Map<number, { found: number; missed: number; time: number }>();
  const at = (time: number) => {
    const mark = marks.get(columnOf(time)) ?? { found: 0, missed: 0, time };
    marks.set(columnOf(time), mark);
    return mark;
  };
  for (const [time, { found }] of counts.buckets) if (found > 0) at(time).found += found;
  for (const time of missed) at(Date.parse(time)).missed += 1;
  return (
    <figure class="firings">
      <div
        class="firings-line"
        role="img"
        aria-label={`${counted(missed.length, "missed firing", "missed firings")} on a line of time`}
      >
        {[...marks].map(([column, mark]) => (
          <i
            key={column}
            class={mark.missed > 0 ? "firing is-missed" : "firing"}
            style={{ left: `${(column / COLUMNS) * 100}%` }}
            title={`${short(mark.time)} UTC: ${mark.missed > 0 ? `${mark.missed} missed` : `${mark.found} in the log`}`}
          />
        ))}
      </div>
      <figcaption>
        <span>{short(from)}</span>
        <span>{range.value.to === undefined ? "now" : short(to)} UTC</span>
      </figcaption>
    </figure>
  );
};
