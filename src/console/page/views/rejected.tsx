import { printable } from "../../../log/printable.ts";
import { isoOf } from "../../../log/time.ts";
import { EntryPanel } from "../entry/panel.tsx";
import { REASONS } from "../entry/reasons.ts";
import { Ago } from "../parts/ago.tsx";
import { Examples } from "../parts/examples.tsx";
import { Notice } from "../parts/notice.tsx";
import { OverTime } from "../parts/overTime.tsx";
import { RangeBar, shift } from "../parts/rangeBar.tsx";
import { Stream } from "../parts/stream.tsx";
import { useKeys } from "../parts/useKeys.ts";
import { type Group, groupsOf } from "../state/groups.ts";
import { rejectedCounts, reload } from "../state/loading.ts";
import { place, show } from "../state/place.ts";
import { whole } from "../text/numbers.ts";
import { short } from "../text/times.ts";

/** The events that were not accepted: how many, why, and the events themselves. */
export const Rejected = () => {
  const { entry } = place.value;
  const counts = rejectedCounts.counted.value;
  const isReadable = counts?.failure === undefined || counts.buckets.size > 0;
  useKeys({ ArrowLeft: () => shift(-1), ArrowRight: () => shift(1) });
  return (
    <div class={entry === undefined ? "split" : "split is-open"}>
      <div class="main-column">
        <div class="controls">
          <RangeBar />
        </div>
        {isReadable && <OverTime only="rejected" />}
        <Groups />
      </div>
      {entry !== undefined && <EntryPanel key={entry} id={entry} />}
    </div>
  );
};

const Groups = () => {
  const counts = rejectedCounts.counted.value;
  if (counts === undefined) return null;
  const groups = groupsOf(counts.buckets);
  if (groups.length === 0 && counts.failure !== undefined)
    return (
      <Notice title="The rejections cannot be read">
        <p>{counts.failure}</p>
        <button type="button" class="button" onClick={reload}>
          Try again
        </button>
      </Notice>
    );
  if (groups.length === 0 && counts.isBusy) return <p class="foot">Reading…</p>;
  if (groups.length === 0)
    return (
      <Notice title="Nothing was rejected in this time range">
        <p>An event that does not fit its schema is kept here, with the reason.</p>
      </Notice>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it can be scrolled
    <section class="groups" aria-label="Rejections by trigger, path and reason" tabIndex={0}>
      {groups.map((group) => (
        <GroupRow key={group.key} group={group} />
      ))}
    </section>
  );
};

const GroupRow = ({ group }: { readonly group: Group }) => {
  const { key, trigger, reason, path, count, first, last } = group;
  const isOpen = place.value.group === key;
  return (
    <article class="group">
      <button
        type="button"
        class="group-head"
        aria-expanded={isOpen}
        onClick={() => show({ group: isOpen ? undefined : key }, { replace: true })}
      >
        <b class="group-count">{whole(count)}</b>
        <span class="group-what">
          <span class="group-path">{path === "" ? "the whole event" : <code>{printable(path)}</code>}</span>
          <span class="quiet">{REASONS[reason] ?? printable(reason)}</span>
        </span>
        <Stream name={trigger === "" ? "unknown" : printable(trigger)} />
        <span class="group-times">
          <span>
            last <Ago time={isoOf(last)} />
          </span>
          <span class="quiet">first {short(first)}</span>
        </span>
      </button>
      {isOpen && <Examples group={group} />}
    </article>
  );
};
