import { useEffect } from "preact/hooks";
import { slow } from "./api/ask.ts";
import { unreachable } from "./api/sentence.ts";
import { config, loadConfig } from "./state/config.ts";
import { isPaused } from "./state/list.ts";
import { lost, range, startLoading } from "./state/loading.ts";
import { CLOSED, go, hrefOf, place } from "./state/place.ts";
import { VIEWS } from "./state/url.ts";
import { views } from "./views/views.ts";

/** The whole page: the views to choose from, and the chosen one. */
export const App = () => {
  useEffect(() => {
    void loadConfig();
    startLoading();
  }, []);
  const { view } = place.value;
  const isLocal = config.value?.mode === "local";
  const { View } = views[view];
  return (
    <>
      <header class="top">
        <a class="brand" href={hrefOf({ view: "log", ...CLOSED })} onClick={go({ view: "log", ...CLOSED })}>
          <Mark />
          <span class="brand-name">Tributary</span>
        </a>
        {config.value && (
          <span class="where" title={config.value.url}>
            {config.value.name} <span class="quiet">{isLocal ? "local" : config.value.region}</span>
          </span>
        )}
        <nav aria-label="Views">
          {VIEWS.filter((name) => isLocal || views[name].isLocalOnly !== true).map((name) => (
            <a
              key={name}
              href={hrefOf({ view: name, ...CLOSED })}
              onClick={go({ view: name, ...CLOSED })}
              aria-current={name === view ? "page" : undefined}
            >
              {views[name].label}
            </a>
          ))}
        </nav>
        {(view === "log" || view === "rejected") && <Status />}
      </header>
      {lost.value !== undefined && (
        <p class="banner" role="alert">
          {lost.value} The page tries again by itself.
        </p>
      )}
      <main>
        <h1 class="unseen">{views[view].label}</h1>
        <View />
      </main>
    </>
  );
};

const Mark = () => (
  <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
    <path d="M4 6c9 0 11 10 24 10M4 16h24M4 26c9 0 11-10 24-10" />
  </svg>
);

/** Whether new entries come. */
const Status = () => {
  const [kind, text, why] = statusOf();
  return (
    <span class={`status is-${kind}`} role="status" title={why}>
      <i class="light" />
      {text}
    </span>
  );
};

const statusOf = (): readonly [string, string, string] => {
  if (lost.value !== undefined)
    return ["lost", lost.value === unreachable().message ? "Connection lost" : "Interrupted", lost.value];
  if (slow.value > 0) return ["slow", "Waiting for the log", "The log takes long to answer"];
  if (range.value.to !== undefined)
    return [
      "fixed",
      "Fixed range",
      "A range with an end does not grow. Choose 1 h, 24 h, 7 d or 30 d to watch the log",
    ];
  if (isPaused.value && place.value.view === "log")
    return ["paused", "Paused", "New entries wait until you scroll to the top"];
  return ["live", "Live", "New entries appear by themselves"];
};
