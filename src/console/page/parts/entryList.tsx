import { useEffect, useLayoutEffect } from "preact/hooks";
import { LATE_MS } from "../../../api/tailing/tailing.ts";
import { printable } from "../../../log/printable.ts";
import type { Entry } from "../api/answers.ts";
import { generation, isPaused, listed, loadMore, resume, waiting } from "../state/list.ts";
import { range } from "../state/loading.ts";
import { go, hrefOf, place, show } from "../state/place.ts";
import { counted } from "../text/numbers.ts";
import { duration, short } from "../text/times.ts";
import { shortType } from "../text/types.ts";
import { Ago } from "./ago.tsx";
import { Icon } from "./icon.tsx";
import { previewOf } from "./preview.ts";
import { Stream } from "./stream.tsx";
import { useKeys } from "./useKeys.ts";
import { useMedia } from "./useMedia.ts";
import { useVirtual } from "./useVirtual.ts";

const ROW = 34;
const TALL_ROW = 58;
const NEAR = 40; // how many rows before the end the next page is read

/** The entries, newest first. Only those that are visible are in the document. */
export const EntryList = () => {
  const { entries, next, reached, isBusy, failure } = listed.value;
  const isNarrow = useMedia("(max-width: 760px)");
  const rowHeight = isNarrow ? TALL_ROW : ROW;
  const { frame, first, end, height, reveal } = useVirtual(entries.length, rowHeight);
  const opened = entries.findIndex(({ id }) => id === place.value.entry);

  const open = (index: number): void => {
    const entry = entries[index];
    if (entry === undefined) return;
    reveal(index);
    show({ entry: entry.id }, { replace: place.value.entry !== undefined });
  };
  useKeys({
    j: () => open(opened + 1),
    k: () => open(Math.max(0, opened - 1)),
    Enter: () => open(Math.max(0, opened)),
  });

  useLayoutEffect(() => {
    frame.current?.scrollTo({ top: 0 });
  }, [generation.value]);

  const toTop = (): void => {
    resume();
    frame.current?.scrollTo({ top: 0 });
  };
  const onScroll = ({ currentTarget }: { readonly currentTarget: HTMLElement }): void => {
    const isAway = currentTarget.scrollTop > rowHeight / 2;
    if (isAway) isPaused.value = true;
    else if (isPaused.value) resume();
  };

  const wantsMore = next !== undefined && reached === undefined && failure === undefined && end > entries.length - NEAR;
  useEffect(() => {
    if (wantsMore && !isBusy) void loadMore();
  }, [wantsMore, isBusy, entries.length]);

  return (
    <section class="list" aria-label="Entries">
      {waiting.value.length > 0 && (
        <button type="button" class="new" onClick={toTop}>
          <Icon name="up" />
          {waiting.value.length} new
        </button>
      )}
      <div class="row head" aria-hidden="true">
        {["Time", "Stream", "Type", "Subject", "Data"].map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <div ref={frame} class="rows" onScroll={onScroll}>
        <ol class="space" aria-label="Entries, newest first" aria-busy={isBusy} style={{ height: `${height}px` }}>
          {entries.slice(first, end).map((entry, offset) => (
            <Row
              key={entry.id}
              entry={entry}
              position={first + offset + 1}
              top={(first + offset) * rowHeight}
              isOpen={first + offset === opened}
            />
          ))}
        </ol>
        <Foot />
      </div>
    </section>
  );
};

interface RowProps {
  readonly entry: Entry;
  readonly position: number;
  readonly top: number;
  readonly isOpen: boolean;
}

const Row = ({ entry, position, top, isOpen }: RowProps) => {
  const { id, time, recordedtime, stream, type, subject } = entry;
  const delay = Date.parse(recordedtime) - Date.parse(time);
  return (
    <li aria-setsize={-1} aria-posinset={position} style={{ transform: `translateY(${top}px)` }}>
      <a
        class="row"
        href={hrefOf({ entry: id })}
        aria-current={isOpen ? "true" : undefined}
        onClick={go({ entry: id })}
        draggable={false}
      >
        <span class="time">
          <Ago time={time} />
        </span>
        <Stream name={stream} />
        <span class="type" title={printable(type)}>
          {printable(shortType(type))}
        </span>
        <span class="subject" title={subject === undefined ? undefined : printable(subject)}>
          {subject === undefined ? <span class="quiet">–</span> : printable(subject)}
          {delay > LATE_MS && (
            <span class="badge" title={`It was recorded ${duration(delay)} after its time`}>
              late
            </span>
          )}
        </span>
        <span class="preview">{previewOf(entry)}</span>
      </a>
    </li>
  );
};

/** What comes below the last row. */
const Foot = () => {
  const { entries, next, reached, isBusy, failure } = listed.value;
  if (failure !== undefined)
    return (
      <div class="foot is-bad" role="alert">
        {failure}{" "}
        <button type="button" class="button" onClick={() => void loadMore()} hidden={next === undefined}>
          Try again
        </button>
      </div>
    );
  if (isBusy) return <div class="foot">Reading…</div>;
  if (reached !== undefined)
    return (
      <div class="foot">
        {entries.length === 0 ? "Nothing matches" : `${counted(entries.length, "entry matches", "entries match")}`} back
        to {short(Date.parse(reached))} UTC.{" "}
        <button type="button" class="button" onClick={() => void loadMore()}>
          Look further back
        </button>
      </div>
    );
  if (next !== undefined || entries.length === 0) return null;
  return <div class="foot">That is all since {short(range.value.from)} UTC.</div>;
};
