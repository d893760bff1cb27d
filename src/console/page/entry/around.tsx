import type { Entry } from "../api/answers.ts";
import { askPage } from "../api/log.ts";
import { collectionOf, targetOf } from "../api/target.ts";
import { Unreadable } from "../parts/unreadable.tsx";
import { useLoaded } from "../parts/useLoaded.ts";
import { Rows } from "./rows.tsx";

const NEIGHBORS = 21;

/** What came just before and after an entry, in all streams. */
export const Around = ({ entry: { id } }: { readonly entry: Entry }) => {
  const { value, failure } = useLoaded(id, (signal) =>
    askPage(targetOf(collectionOf(id), { around: id, limit: NEIGHBORS }), signal),
  );
  if (failure !== undefined) return <Unreadable title="Its neighbors cannot be read" failure={failure} />;
  if (value === undefined) return <p class="quiet">Reading…</p>;
  return (
    <>
      <p class="quiet">Newest first, in all streams.</p>
      <Rows entries={value.entries} current={id} />
    </>
  );
};
