import { useMemo } from "preact/hooks";
import { parseExact } from "../../../log/exactNumbers.ts";
import type { Entry } from "../api/answers.ts";
import { Copy } from "../parts/copy.tsx";
import { Json } from "../parts/json.tsx";
import { bytesIn } from "../text/base64.ts";
import { counted } from "../text/numbers.ts";
import { Fields } from "./fields.tsx";

/** The fields of an entry, its data, and what the work function returned. */
export const Data = ({ entry }: { readonly entry: Entry }) => {
  const { data, data_base64, result } = entry;
  const returned = useMemo(() => (result === undefined ? undefined : parsed(result)), [result]);
  return (
    <>
      <Fields entry={entry} />
      {result !== undefined && (
        <section>
          <h3>Result of the work</h3>
          <Json value={returned} />
        </section>
      )}
      {data !== undefined && (
        <section>
          <h3>Data</h3>
          <Json value={data} />
        </section>
      )}
      {data_base64 !== undefined && (
        <section>
          <h3>Binary data</h3>
          <p class="quiet">
            {counted(bytesIn(data_base64), "byte", "bytes")} <Copy label="Base64" text={data_base64} />
          </p>
        </section>
      )}
    </>
  );
};

const parsed = (json: string): unknown => {
  try {
    return parseExact(json);
  } catch {
    return json;
  }
};
