import { LATE_MS } from "../../../api/tailing/tailing.ts";
import { printable } from "../../../log/printable.ts";
import type { Entry } from "../api/answers.ts";
import { addFilter } from "../parts/filterBar.tsx";
import { duration } from "../text/times.ts";

const FILTERS = ["subject", "type", "source"] as const;
const ELSEWHERE = ["data", "data_base64", "result", "specversion"];
const FIRST = ["id", "stream", "type", "subject", "source", "time", "recordedtime"];

/** The fields of an entry, those of the log first. Some of them can become a filter. */
export const Fields = ({ entry }: { readonly entry: Entry }) => {
  const names = [...new Set([...FIRST, ...Object.keys(entry).sort()])].filter(
    (name) => !ELSEWHERE.includes(name) && entry[name] !== undefined,
  );
  const delay = Date.parse(entry.recordedtime) - Date.parse(entry.time);
  return (
    <dl class="fields">
      {names.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <span>
              {printable(textOf(entry[name]))}
              {name === "recordedtime" && delay > 0 && (
                <span class={delay > LATE_MS ? "badge" : "quiet"}> {duration(delay)} after its time</span>
              )}
            </span>
            {FILTERS.filter((one) => one === name && entry.stream !== "rejected").map((one) => (
              <button
                key={one}
                type="button"
                class="plain"
                aria-label={`Filter by this ${one}`}
                onClick={() => addFilter(one, String(entry[one]))}
              >
                Filter
              </button>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
};

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
