import type { Change } from "./bundle.ts";
import type { Functions } from "./functions.ts";

/** What to do when the code of functions has changed: new copies run it, and the idle old ones end. An error leaves the old code running. */
export const reloader =
  ({ reload }: Pick<Functions, "reload">, tell: (sentence: string) => void) =>
  (change: Change): void => {
    if ("errors" in change) tell(`The change has an error, so the old code goes on:\n${change.errors}`);
    else if (change.changed.length > 0) {
      void reload(change.changed);
      tell(`Reloaded: ${change.changed.join(", ")}`);
    }
  };
