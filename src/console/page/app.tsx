import { useEffect } from "preact/hooks";
import { config, loadConfig } from "./state/config.ts";
import { go, hrefOf, place } from "./state/place.ts";
import { viewNamed, views } from "./views/views.ts";

/** The whole page: the views to choose from, and the chosen one. */
export const App = () => {
  useEffect(() => void loadConfig(), []);
  const view = viewNamed(place.value.view);
  const shown = views.filter(({ isLocalOnly }) => !isLocalOnly || config.value?.mode === "local");
  return (
    <>
      <header class="bar">
        <a class="brand" href={hrefOf({ view: "log" })} onClick={go({ view: "log" })}>
          Tributary
        </a>
        <nav aria-label="Views">
          {shown.map(({ name, label }) => (
            <a
              key={name}
              href={hrefOf({ view: name })}
              onClick={go({ view: name })}
              aria-current={name === view.name ? "page" : undefined}
            >
              {label}
            </a>
          ))}
        </nav>
        {config.value && (
          <span class="where">{[config.value.name, config.value.region].filter(Boolean).join(" · ")}</span>
        )}
      </header>
      <main>
        <view.View />
      </main>
    </>
  );
};
