import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Api } from "../api/client.ts";
import { pages } from "../api/pages.ts";
import { failure } from "../failure.ts";
import { formats } from "./formats.ts";
import { type Manifest, manifestOf } from "./manifest.ts";

/**
 * An entry that is not both in the file and in the log. `missing`: the file should have it. `later`: it was recorded when the export
 * had begun. `gone`: it is only in the file, because it has expired or was erased.
 */
export interface Difference {
  readonly status: "missing" | "later" | "gone";
  readonly id: string;
}

/** Throws a Failure if the file is not what the manifest describes. Resolves with its ids. */
export const idsOf = async (file: string, { format, sha256, count }: Manifest): Promise<Set<string>> => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  if (hash.digest("hex") !== sha256)
    throw failure(`${file} has changed since it was exported: its SHA-256 is not that of its manifest`);
  const ids = new Set<string>();
  let found = 0;
  for await (const id of formats[format].idsIn(file)) {
    found += 1;
    ids.add(id);
  }
  if (found !== count || ids.size !== count)
    throw failure(`${file} has ${found} entries, ${ids.size} of them different. ${manifestOf(file)} says ${count}`);
  return ids;
};

/** Reads the log again, and compares it with the ids of the file. */
export async function* differences(
  api: Pick<Api, "list">,
  { target, recordedbefore }: Manifest,
  ids: ReadonlySet<string>,
  progress: (reached: string) => Promise<void>,
): AsyncGenerator<Difference> {
  const unseen = new Set(ids);
  for await (const { entries } of pages(api, target)) {
    for (const { id, recordedtime } of entries)
      if (!unseen.delete(id)) yield { status: recordedtime < recordedbefore ? "missing" : "later", id };
    await progress(entries.at(-1)?.time ?? "");
  }
  for (const id of unseen) yield { status: "gone", id };
}
