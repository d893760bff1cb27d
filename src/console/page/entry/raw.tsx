import type { Entry } from "../api/answers.ts";
import { Copy } from "../parts/copy.tsx";
import { Json } from "../parts/json.tsx";

/** The entry as the API gives it. */
export const Raw = ({ entry }: { readonly entry: Entry }) => (
  <>
    <p class="actions">
      <Copy label="Copy JSON" text={JSON.stringify(entry, null, 2)} />
    </p>
    <Json value={entry} />
  </>
);
