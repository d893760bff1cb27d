import { range } from "../state/loading.ts";
import { place, show } from "../state/place.ts";
import { PRESETS, shifted, USUAL_FROM } from "../state/range.ts";
import { short } from "../text/times.ts";
import { Icon } from "./icon.tsx";

/** Moves the time range by half of its length. */
export const shift = (direction: -1 | 1): void => show(shifted(range.value, direction, Date.now()));

/** The choice of the time range. */
export const RangeBar = () => {
  const { from = USUAL_FROM, to } = place.value;
  const isNow = to === undefined;
  return (
    <div class="range">
      <fieldset class="choice">
        <legend class="unseen">Time range</legend>
        {PRESETS.map(([label, preset]) => (
          <button
            key={preset}
            type="button"
            aria-pressed={isNow && from === preset}
            onClick={() => show({ from: preset === USUAL_FROM ? undefined : preset, to: undefined })}
          >
            {label}
          </button>
        ))}
      </fieldset>
      <fieldset class="choice">
        <legend class="unseen">Move the time range</legend>
        <button type="button" aria-label="Earlier" title="Earlier (←)" onClick={() => shift(-1)}>
          <Icon name="left" />
        </button>
        <button type="button" aria-label="Later" title="Later (→)" disabled={isNow} onClick={() => shift(1)}>
          <Icon name="right" />
        </button>
      </fieldset>
      <span class="range-text">
        {short(range.value.from)} – {range.value.to === undefined ? "now" : short(range.value.to)} <abbr>UTC</abbr>
      </span>
    </div>
  );
};
