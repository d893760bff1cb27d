import { useEffect, useRef } from "preact/hooks";

type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Handles keys, unless somebody types into a field or holds a modifier. `Escape` works in a field too. */
export const useKeys = (keys: Keys): void => {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      const { target } = event;
      const isField = target instanceof HTMLElement && target.closest("input, textarea, select") !== null;
      const isButton =
        event.key === "Enter" && target instanceof HTMLElement && target.closest("button, a, summary") !== null;
      if ((isField && event.key !== "Escape") || isButton) return;
      const handle = latest.current[event.key];
      if (handle === undefined) return;
      event.preventDefault();
      handle(event);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
};
