import { useLayoutEffect, useRef, useState } from "preact/hooks";

const BEYOND = 12; // rows above and below what is visible, so that scrolling shows no gap

/** Which rows of a long list are visible. Only these are rendered. `rowHeight` is in pixels. */
export const useVirtual = (count: number, rowHeight: number) => {
  const frame = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 600 });

  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const look = (): void => setSeen({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);

  const first = Math.max(0, Math.floor(seen.top / rowHeight) - BEYOND);
  const end = Math.min(count, Math.ceil((seen.top + seen.height) / rowHeight) + BEYOND);
  /** Scrolls as little as it must so that a row is visible. */
  const reveal = (index: number): void => {
    const element = frame.current;
    if (element === null) return;
    const [top, bottom] = [index * rowHeight, (index + 1) * rowHeight];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
  };
  return { frame, first, end: Math.max(first, end), height: count * rowHeight, reveal };
};
