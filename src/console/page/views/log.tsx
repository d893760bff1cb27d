import { EntryPanel } from "../entry/panel.tsx";
import { EntryList } from "../parts/entryList.tsx";
import { FILTER, FilterBar, NO_FILTERS } from "../parts/filterBar.tsx";
import { Notice } from "../parts/notice.tsx";
import { OverTime } from "../parts/overTime.tsx";
import { RangeBar, shift } from "../parts/rangeBar.tsx";
import { Unreadable } from "../parts/unreadable.tsx";
import { useKeys } from "../parts/useKeys.ts";
import { config } from "../state/config.ts";
import { listed } from "../state/list.ts";
import { filtersOf } from "../state/loading.ts";
import { place, show } from "../state/place.ts";

/** The log: how many entries there are over time, and the entries. */
export const Log = () => {
  const { entry } = place.value;
  useKeys({
    "/": () => document.getElementById(FILTER)?.focus(),
    ArrowLeft: () => shift(-1),
    ArrowRight: () => shift(1),
  });
  return (
    <div class={entry === undefined ? "split" : "split is-open"}>
      <div class="main-column">
        <div class="controls">
          <RangeBar />
          <FilterBar />
        </div>
        <OverTime />
        <List />
      </div>
      {entry !== undefined && <EntryPanel id={entry} />}
    </div>
  );
};

const List = () => {
  const { entries, next, isBusy, failure } = listed.value;
  if (entries.length > 0 || next !== undefined || isBusy) return <EntryList />;
  if (failure !== undefined) return <Unreadable title="The log cannot be read" failure={failure} canRetry />;
  return <Empty />;
};

const Empty = () => {
  const isFiltered = Object.values(filtersOf(place.value)).some((value) => value !== undefined && value.length > 0);
  return (
    <Notice
      title={
        isFiltered ? "Nothing matches these filters in this time range" : "There are no entries in this time range"
      }
    >
      {isFiltered ? (
        <button type="button" class="button" onClick={() => show(NO_FILTERS)}>
          Clear the filters
        </button>
      ) : (
        <p>
          {config.value?.mode === "local" ? (
            <>
              Send an event from <a href="?view=local">Local</a>, or by <code>curl</code>. It appears here by itself.
            </>
          ) : (
            "New entries appear here by themselves."
          )}
        </p>
      )}
      <button type="button" class="button" onClick={() => show({ from: "-30d", to: undefined })}>
        Look at the last 30 days
      </button>
    </Notice>
  );
};
