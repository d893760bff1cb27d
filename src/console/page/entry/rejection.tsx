import { useMemo } from "preact/hooks";
import { printable } from "../../../log/printable.ts";
import type { Entry } from "../api/answers.ts";
import { Copy } from "../parts/copy.tsx";
import { Json } from "../parts/json.tsx";
import { counted } from "../text/numbers.ts";
import { Fields } from "./fields.tsx";
import { REASONS } from "./reasons.ts";
import { rejectedOf } from "./rejected.ts";

/** Why an event was rejected, and the event as it was delivered, with its faults marked. */
export const Rejection = ({ entry }: { readonly entry: Entry }) => {
  const { reason, trigger, issues, payload, size, truncated } = rejectedOf(entry);
  const marks = useMemo(() => issues.map(({ path, message }) => ({ path, text: printable(message) })), [entry]);
  return (
    <>
      <p class="reason">
        <b>{REASONS[reason] ?? printable(reason)}</b>
        {trigger !== "" && ` Trigger: ${printable(trigger)}.`}
      </p>
      <ul class="issues">
        {issues.map(({ path, message }) => (
          <li key={`${path.join(".")} ${message}`} class="issue">
            {path.length > 0 && <code>{printable(path.join("."))}</code>} {printable(message)}
          </li>
        ))}
      </ul>
      <section>
        <h3>
          As it was delivered{" "}
          {truncated && <span class="badge">only its beginning is kept, of {counted(size, "byte", "bytes")}</span>}
        </h3>
        <Json value={payload} marks={marks} />
        <p class="actions">
          <Copy label="Copy payload" text={typeof payload === "string" ? payload : JSON.stringify(payload, null, 2)} />
        </p>
      </section>
      <section>
        <h3>Fields</h3>
        <Fields entry={entry} />
      </section>
    </>
  );
};
