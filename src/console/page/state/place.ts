import { signal } from "@preact/signals";
import { type Place, placeIn, queryOf } from "./url.ts";

/** What the page shows. The address always says the same. */
export const place = signal<Place>(placeIn(location.search));

addEventListener("popstate", () => {
  place.value = placeIn(location.search);
});

/** The address of a place that differs from the shown one in these parts. */
export const hrefOf = (change: Partial<Place>): string =>
  `${location.pathname}${queryOf({ ...place.value, ...change })}`;

/** Shows another place. With `replace`, the browser's "back" skips the place before. */
export const show = (change: Partial<Place>, { replace = false } = {}): void => {
  const next = { ...place.value, ...change };
  history[replace ? "replaceState" : "pushState"](null, "", hrefOf(change));
  place.value = next;
};

/** A handler of a click on a link to a place. A click with a modifier opens it as the browser does, for example in another tab. */
export const go = (change: Partial<Place>) => (event: MouseEvent) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
  event.preventDefault();
  show(change);
};

/** The change that closes what is open. */
export const CLOSED = { entry: undefined, tab: undefined } as const;
