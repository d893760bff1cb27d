import { useMemo, useState } from "preact/hooks";
import { counted } from "../text/numbers.ts";
import { jsonLines, type Mark } from "./jsonLines.ts";

const MOST_LINES = 1_000;
const MOST_DEPTH = 24; // deeper lines are not indented further

/** A value as indented JSON. It is text: nothing in it can run. */
export const Json = ({ value, marks }: { readonly value: unknown; readonly marks?: readonly Mark[] }) => {
  const lines = useMemo(() => jsonLines(value, marks), [value, marks]);
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? lines : lines.slice(0, MOST_LINES);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it can be scrolled */}
      <pre class="json" tabIndex={0}>
        {shown.map(({ depth, tokens, marks }, index) => (
          <div
            key={index}
            class={marks.length > 0 ? "line is-marked" : "line"}
            style={{ "--depth": Math.min(depth, MOST_DEPTH) }}
          >
            {tokens.map(({ kind, text }, place) => (
              <span key={place} class={kind}>
                {text}
              </span>
            ))}
            {marks.map((text) => (
              <strong key={text} class="mark">
                {text}
              </strong>
            ))}
          </div>
        ))}
      </pre>
      {lines.length > shown.length && (
        <button type="button" class="button" onClick={() => setWhole(true)}>
          Show all {counted(lines.length, "line", "lines")}
        </button>
      )}
    </>
  );
};
