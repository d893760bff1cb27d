import type { Counted } from "../state/counts.ts";
import { reload } from "../state/loading.ts";
import { short } from "../text/times.ts";

/** Says which part of the range was not counted, and why. */
export const Rest = ({
  counts,
  goOn,
}: {
  readonly counts: Counted | undefined;
  readonly goOn: () => Promise<void>;
}) => {
  if (counts === undefined) return null;
  if (counts.failure !== undefined)
    return (
      <span class="rest">
        Not counted: {counts.failure}{" "}
        <button type="button" class="plain" onClick={() => (counts.next === undefined ? reload() : void goOn())}>
          Try again
        </button>
      </span>
    );
  if (counts.next === undefined) return null;
  return (
    <span class="rest">
      Counted back to {short(counts.since)} UTC{" "}
      {counts.isBusy ? (
        "…"
      ) : (
        <button type="button" class="plain" onClick={() => void goOn()}>
          Count the rest
        </button>
      )}
    </span>
  );
};
