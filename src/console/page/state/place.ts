import { signal } from "@preact/signals";
import { type Place, placeIn, queryOf } from "./url.ts";

/** What the page shows. The address always says the same. */
export const place = signal<Place>(placeIn(location.search));

addEventListener("popstate", () => {
  place.value = placeIn(location.search);
});

/** The address of a place. */
export const hrefOf = (to: Place): string => `${location.pathname}${queryOf(to)}`;

/** Shows another place. With `replace`, the browser's "back" skips the place before. */
export const show = (to: Place, { replace = false } = {}): void => {
  history[replace ? "replaceState" : "pushState"](null, "", hrefOf(to));
  place.value = to;
};

/** A handler of a click on a link to a place. A click with a modifier opens it as the browser does, for example in another tab. */
export const go = (to: Place) => (event: MouseEvent) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
  event.preventDefault();
  show(to);
};
