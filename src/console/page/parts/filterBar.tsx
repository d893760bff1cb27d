import { useRef, useState } from "preact/hooks";
import { printable } from "../../../log/printable.ts";
import { streams } from "../state/config.ts";
import { entryCounts } from "../state/loading.ts";
import { place, show } from "../state/place.ts";
import { MULTIPLE, type Place, SINGLE } from "../state/url.ts";
import { Icon } from "./icon.tsx";

const LABELS = {
  subjectPrefix: "Subject begins with",
  subject: "Subject is",
  type: "Type is",
  source: "Source is",
  stream: "Stream is",
} as const;

type Name = keyof typeof LABELS;
const isMultiple = (name: Name): name is (typeof MULTIPLE)[number] => MULTIPLE.some((one) => one === name);

/** The filters that are set, each with its value. */
const chipsOf = (at: Place): readonly (readonly [Name, string])[] => [
  ...MULTIPLE.flatMap((name) => at[name].map((value) => [name, value] as const)),
  ...SINGLE.flatMap((name) => (at[name] === undefined ? [] : [[name, at[name]] as const])),
];

/** Adds a filter. One that can have several values keeps the others. */
export const addFilter = (name: Name, value: string): void =>
  show({ [name]: isMultiple(name) ? [...new Set([...place.value[name], value])] : value });

const removeFilter = (name: Name, value: string): void =>
  show({ [name]: isMultiple(name) ? place.value[name].filter((one) => one !== value) : undefined });

/** The id of the field that the key `/` goes to. */
export const FILTER = "filter";

/** The filters: a field to add one, and those that are set. They run in the API, and are in the address. */
export const FilterBar = () => {
  const [name, setName] = useState<Name>("subjectPrefix");
  const field = useRef<HTMLInputElement>(null);
  const chips = chipsOf(place.value);
  const add = (event: Event): void => {
    event.preventDefault();
    const value = field.current?.value ?? "";
    if (field.current === null || value === "") return;
    field.current.value = "";
    addFilter(name, value);
  };
  return (
    <search>
      <form class="filters" onSubmit={add}>
        <div class="filter-field">
          <Icon name="search" />
          <select
            aria-label="What to filter by"
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value as Name)}
          >
            {Object.entries(LABELS).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
          <input
            id={FILTER}
            ref={field}
            type="text"
            aria-label={LABELS[name]}
            placeholder={name === "type" ? "shop.order.paid or shop.*" : "Filter"}
            list="known"
            autocomplete="off"
            spellcheck={false}
            maxLength={3072}
            onKeyDown={leave}
          />
          <kbd>/</kbd>
        </div>
        <datalist id="known">
          {knownOf(name).map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
        {chips.map(([name, value]) => (
          <button
            key={`${name} ${value}`}
            type="button"
            class="chip"
            aria-label={`Remove the filter: ${LABELS[name]} ${printable(value)}`}
            onClick={() => removeFilter(name, value)}
          >
            <span class="quiet">{LABELS[name]}</span> <b>{printable(value)}</b>
            <Icon name="close" />
          </button>
        ))}
        {chips.length > 1 && (
          <button type="button" class="plain" onClick={() => show(NO_FILTERS)}>
            Clear all
          </button>
        )}
      </form>
    </search>
  );
};

const leave = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void => {
  if (event.key !== "Escape") return;
  event.preventDefault(); // the entry that is open stays
  event.currentTarget.blur();
};

/** The change that removes every filter. */
export const NO_FILTERS = { stream: [], type: [], source: undefined, subject: undefined, subjectPrefix: undefined };

const knownOf = (name: Name): readonly string[] => {
  if (name === "stream") return streams.value;
  if (name !== "type") return [];
  const rows = [...(entryCounts.counted.value?.buckets.values() ?? [])].flatMap(({ rows }) => rows);
  return [...new Set(rows.map(({ type }) => String(type)))].sort();
};
