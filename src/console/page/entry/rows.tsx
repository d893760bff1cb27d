import { printable } from "../../../log/printable.ts";
import type { Entry } from "../api/answers.ts";
import { Ago } from "../parts/ago.tsx";
import { previewOf } from "../parts/preview.ts";
import { colorOf } from "../parts/stream.tsx";
import { go, hrefOf } from "../state/place.ts";
import { shortType } from "../text/types.ts";

/** A short list of entries, with the one that is open marked. */
export const Rows = ({ entries, current }: { readonly entries: readonly Entry[]; readonly current: string }) => (
  <ol class="short-rows">
    {entries.map((entry) => (
      <li key={entry.id} class={entry.outoforder ? "is-out-of-order" : undefined}>
        <a
          href={hrefOf({ entry: entry.id })}
          aria-current={entry.id === current ? "true" : undefined}
          onClick={go({ entry: entry.id })}
        >
          <i class={`dot ${colorOf(entry.stream)}`} />
          <span class="time">
            <Ago time={entry.time} />
          </span>
          <span class="what">
            <b>{printable(shortType(entry.type))}</b> {entry.subject !== undefined && printable(entry.subject)}
            {entry.outoforder && (
              <span
                class="badge"
                title="S3's sequencer puts it before an entry above it: leave it out to compute the current state"
              >
                out of order
              </span>
            )}
            <small>{previewOf(entry)}</small>
          </span>
        </a>
      </li>
    ))}
  </ol>
);
