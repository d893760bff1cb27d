import { useState } from "preact/hooks";
import type { Entry, Page } from "../api/answers.ts";
import { askPage } from "../api/log.ts";
import { collectionOf, targetOf } from "../api/target.ts";
import { Unreadable } from "../parts/unreadable.tsx";
import { useLoaded } from "../parts/useLoaded.ts";
import { counted } from "../text/numbers.ts";
import { Rows } from "./rows.tsx";

const LIMIT = 100;

/** The life of the subject of an entry, oldest first. What S3 delivered out of order is marked. */
export const History = ({ entry: { id, subject, stream } }: { readonly entry: Entry }) => {
  const [target, setTarget] = useState<string>();
  const [before, setBefore] = useState<readonly Entry[]>([]);
  const first = targetOf(collectionOf(id), {
    stream: stream === "rejected" ? undefined : stream,
    subject,
    order: "asc",
    limit: LIMIT,
  });
  const { value, failure } = useLoaded<Page>(target ?? first, (signal) => askPage(target ?? first, signal));
  const entries = [...before, ...(value?.entries ?? [])];
  const goOn = (): void => {
    setBefore(entries);
    setTarget(value?.next);
  };
  if (failure !== undefined) return <Unreadable title="The history cannot be read" failure={failure} />;
  if (value === undefined && entries.length === 0) return <p class="quiet">Reading…</p>;
  const disordered = entries.filter(({ outoforder }) => outoforder).length;
  return (
    <>
      <p class="quiet">
        {counted(entries.length, "entry", "entries")} of this subject, oldest first
        {disordered > 0 && `. ${counted(disordered, "entry", "entries")} came out of order`}.
      </p>
      <Rows entries={entries} current={id} />
      {value?.next !== undefined && (
        <button type="button" class="button" onClick={goOn}>
          Show more
        </button>
      )}
    </>
  );
};
