import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Api } from "../api/client.ts";
import { pages } from "../api/pages.ts";
import { formats } from "./formats.ts";
import { type Manifest, saveManifest } from "./manifest.ts";

const SAVE_MS = 1_000;

/** An export that begins, or that goes on. */
export type Started = Omit<Manifest, "version" | "sha256">;

/**
 * Writes the entries of an export into its file, from where its manifest stands. If it is interrupted at any time, it can go on:
 * what is in the file behind the last saved place is written again. Resolves with the final manifest.
 */
export const writeExport = async (
  api: Pick<Api, "list">,
  file: string,
  start: Started,
  {
    now,
    progress,
  }: { readonly now: () => number; readonly progress: (count: number, reached: string) => Promise<void> },
): Promise<Omit<Manifest, "version">> => {
  const format = formats[start.format];
  await saveManifest(file, start);
  const handle = await open(file, start.bytes === 0 ? "w" : "r+");
  try {
    await handle.truncate(start.bytes);
    const hash = createHash("sha256");
    if (start.bytes > 0) for await (const chunk of createReadStream(file, { end: start.bytes - 1 })) hash.update(chunk);
    let at = start;
    const append = async (text: string) => {
      const bytes = Buffer.from(text);
      hash.update(bytes);
      await writeAll(handle, bytes, at.bytes);
      at = { ...at, bytes: at.bytes + bytes.length };
    };
    if (at.bytes === 0) await append(format.open);
    let savedAt = Number.NEGATIVE_INFINITY;
    for await (const { entries, next } of pages(api, at.next ?? at.target)) {
      await append(format.write(entries, at.count === 0));
      at = { ...at, count: at.count + entries.length, next };
      await progress(at.count, entries.at(-1)?.time ?? "");
      if (next === undefined || now() - savedAt < SAVE_MS) continue;
      await handle.sync();
      await saveManifest(file, at);
      savedAt = now();
    }
    await append(format.close);
    await handle.sync();
    const done = { ...at, sha256: hash.digest("hex") };
    await saveManifest(file, done);
    return done;
  } finally {
    await handle.close();
  }
};

/** Writes all the bytes. A disk that is nearly full takes only a part of them, and says what is wrong the next time. */
const writeAll = async (handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> => {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    if (bytesWritten === 0) throw new Error(`Only ${done} of ${bytes.length} bytes could be written`);
    done += bytesWritten;
  }
};
