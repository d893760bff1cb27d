import { once } from "node:events";
import { relative, sep } from "node:path";
import { watch } from "chokidar";
import type { Bucket } from "./bucket.ts";
import { STATE } from "./folders.ts";

/**
 * Watches the folder of all buckets, and has each bucket adopt what a person does with its files. What happened while nobody watched is
 * adopted as well. Returns a function that ends it.
 */
export const watchBuckets = async (
  root: string,
  buckets: ReadonlyMap<string, Bucket>,
  say: (sentence: string) => void,
): Promise<() => Promise<void>> => {
  const state = `${root}${sep}${STATE}`;
  const watcher = watch(root, {
    ignored: (path) => path === state || path.startsWith(`${state}${sep}`),
    ignoreInitial: true,
    followSymlinks: false,
    atomic: false,
  });
  const strangers = new Set<string>();
  const look = (path: string): void => {
    const [name = "", ...names] = relative(root, path).split(sep);
    const bucket = buckets.get(name);
    if (bucket !== undefined && names.length > 0) return void bucket.adopt(names.join("/"));
    if (strangers.has(name)) return;
    strangers.add(name);
    const known = [...buckets.keys()].join(", ") || "none";
    say(`${path} is in no bucket, so nothing happens. The buckets of the template are: ${known}.`);
  };
  watcher.on("add", look).on("change", look).on("unlink", look);
  watcher.on("error", (error) =>
    say(`Files in ${root} cannot be watched: ${error}. A restart finds what has changed.`),
  );
  await once(watcher, "ready");
  // Not awaited: a large file that was dropped before must not delay the start.
  for (const bucket of buckets.values())
    void bucket.adoptAll().catch((error) => say(`${root} cannot be read: ${error}`));
  return () => watcher.close();
};
