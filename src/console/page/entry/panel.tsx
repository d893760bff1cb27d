import { useEffect, useRef } from "preact/hooks";
import { printable } from "../../../log/printable.ts";
import type { Entry } from "../api/answers.ts";
import { askEntry } from "../api/log.ts";
import { Ago } from "../parts/ago.tsx";
import { Copy } from "../parts/copy.tsx";
import { Icon } from "../parts/icon.tsx";
import { Stream } from "../parts/stream.tsx";
import { Unreadable } from "../parts/unreadable.tsx";
import { useKeys } from "../parts/useKeys.ts";
import { useLoaded } from "../parts/useLoaded.ts";
import { config } from "../state/config.ts";
import { listed } from "../state/list.ts";
import { CLOSED, hrefOf, place, show } from "../state/place.ts";
import { commandFor, curlFor } from "../text/shell.ts";
import { utc } from "../text/times.ts";
import { shortType } from "../text/types.ts";
import { TABS } from "./tabs.ts";

/** The entry that is open, beside the list. It is read with the rights of whoever opened the page. */
export const EntryPanel = ({ id }: { readonly id: string }) => {
  const known = listed.value.entries.find((one) => one.id === id);
  const { value: entry = known, failure } = useLoaded(
    `${id} ${known !== undefined}`,
    async (signal) => known ?? (await askEntry(id, signal)),
  );
  const close = (): void => show(CLOSED);
  useKeys({ Escape: close });
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (matchMedia("(max-width: 1000px)").matches) panel.current?.focus();
  }, []);
  return (
    <aside ref={panel} class="panel" aria-label="Entry" tabIndex={-1}>
      <header class="panel-head">
        <div class="panel-line">
          {entry && <Stream name={entry.stream} />}
          {entry && (
            <span class="type" title={printable(entry.type)}>
              {printable(shortType(entry.type))}
            </span>
          )}
          <button type="button" class="close" aria-label="Close" title="Close (Escape)" onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        <h2 class="panel-title">
          {entry === undefined ? printable(id) : printable(entry.subject ?? shortType(entry.type))}
        </h2>
        {entry && (
          <p class="quiet">
            <Ago time={entry.time} /> · {utc(Date.parse(entry.time))}
          </p>
        )}
        <Copies id={id} />
      </header>
      {failure !== undefined && <Unreadable title="This entry cannot be shown" failure={failure} />}
      {entry && <Body entry={entry} />}
    </aside>
  );
};

const Copies = ({ id }: { readonly id: string }) => (
  <div class="copies">
    <Copy label="Id" text={id} />
    <Copy label="Link" text={`${location.origin}${hrefOf({})}`} />
    {config.value && <Copy label="curl" text={curlFor(config.value, id)} />}
    {config.value && <Copy label="Command" text={commandFor(config.value, id)} />}
  </div>
);

const Body = ({ entry }: { readonly entry: Entry }) => {
  const tabs = TABS.filter(({ isFor }) => isFor(entry));
  const chosen = tabs.find(({ name }) => name === place.value.tab) ?? tabs[0];
  if (chosen === undefined) return null;
  const choose = (name: string): void => show({ tab: name === tabs[0]?.name ? undefined : name }, { replace: true });
  const step = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = tabs[tabs.indexOf(chosen) + by];
    if (by === 0 || next === undefined) return;
    event.preventDefault();
    choose(next.name);
    document.getElementById(`tab-${next.name}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Parts of the entry">
        {tabs.map(({ name, label }) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            aria-selected={name === chosen.name}
            aria-controls="tab-panel"
            tabIndex={name === chosen.name ? 0 : -1}
            onClick={() => choose(name)}
            onKeyDown={step}
          >
            {label}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it can be scrolled */}
      <div class="tab-panel" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${chosen.name}`} tabIndex={0}>
        <chosen.Tab key={entry.id} entry={entry} />
      </div>
    </>
  );
};
