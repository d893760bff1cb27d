import { stat } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { buildCommand } from "@stricli/core";
import { errorText } from "../../log/errorText.ts";
import { isoOf } from "../../log/time.ts";
import { LONG } from "../api/backoff.ts";
import type { Api } from "../api/client.ts";
import { connect } from "../api/connect.ts";
import { LARGEST_PAGE } from "../api/pages.ts";
import { asked, targetOf } from "../api/target.ts";
import type { Context } from "../context.ts";
import type { Started } from "../export/write.ts";
import { failure, wrongUsage } from "../failure.ts";
import { absolute } from "../flags/age.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { type Filters, filterFlags, type Range, rangeFlags } from "../flags/filters.ts";
import { text } from "../flags/text.ts";
import { newProgress } from "../output/progress.ts";

type Format = "ndjson" | "csv" | "cloudevents";

interface Flags extends Filters, Range, Connection {
  readonly format?: Format;
}

/**
 * What was recorded so long before an export began is visible to it: a function may write for 25 s, two clocks may differ by 5 s,
 * and an index may be 30 s behind its table.
 */
const VISIBLE_MS = 60_000;

export const exporting = buildCommand<Flags, [string], Context>({
  parameters: {
    flags: {
      ...rangeFlags,
      ...filterFlags,
      format: {
        kind: "enum",
        values: ["ndjson", "csv", "cloudevents"],
        optional: true,
        brief: "Without it: csv for a file .csv, cloudevents for .json, and ndjson for all others",
      },
      ...connectionFlags,
    },
    positional: { kind: "tuple", parameters: [{ parse: text, placeholder: "file", brief: "The file to write" }] },
  },
  docs: {
    brief: "Write a part of the log into a file",
    fullDescription: `Writes all matching entries into a file, oldest first: one JSON object a line (ndjson), a table for spreadsheets (csv), or a batch
of CloudEvents, one on each line. Beside it, <file>.manifest.json says what was asked for, how many entries the file has, its
SHA-256, and up to which recorded time it is complete. If it was interrupted, the same command goes on where it stood.

EXAMPLES
  tributary export january.csv --since 2026-01-01 --until 2026-02-01
  tributary export uploads.ndjson --stream s3 --stack tributary
  tributary verify january.csv`,
  },
  async func({ format, ...flags }, file) {
    if (file === "-")
      throw wrongUsage("An export needs a file, beside which it keeps its manifest: for stdout, use tributary logs");
    this.goOnUnread();
    const api = await connect(this, flags, LONG);
    const start = await startOf(this, api, flags, format ?? formatOf(file), file);
    const { writeExport } = await import("../export/write.ts");
    const progress = newProgress(this);
    const done = await writeExport(api, file, start, {
      now: this.now,
      progress: (count, reached) => progress.show(`${count} entries, up to ${reached}`),
    }).catch(async (thrown: unknown) => {
      await progress.clear();
      throw failure(`${errorText(thrown)}. The same command goes on where it stood`, thrown);
    });
    await progress.clear();
    await this.err.write(`${done.count} entries in ${file}\n`);
  },
});

const startOf = async (
  context: Context,
  api: Api,
  { since, until, ...flags }: Filters & Range,
  format: Format,
  file: string,
): Promise<Started> => {
  const { Asked, readManifest, manifestOf } = await import("../export/manifest.ts");
  const { stream, type, source, subject, subjectPrefix, rejected } = flags;
  const all = { stream, type, source, subject, subjectPrefix, since, until, rejected };
  const given = Asked.parse(JSON.parse(JSON.stringify(all))); // without what was not given
  const manifest = await readManifest(file);
  if (manifest !== undefined) {
    if (manifest.sha256 !== undefined)
      throw wrongUsage(`${file} is exported already: name another file, or delete ${file} and ${manifestOf(file)}`);
    if (manifest.url !== api.url || manifest.format !== format || !isDeepStrictEqual(manifest.asked, given))
      throw wrongUsage(
        `${file} was begun with other flags: give the same ones to go on, or delete ${file} and ${manifestOf(file)}`,
      );
    if ((await sizeOf(file)) < manifest.bytes)
      throw failure(
        `${file} is shorter than its manifest says: delete ${file} and ${manifestOf(file)}, and begin again`,
      );
    return manifest;
  }
  if ((await sizeOf(file)) > 0) throw wrongUsage(`${file} exists and is no export: name another file`);
  const now = context.now();
  const to = absolute(until ?? "0s", now);
  const { path, parameters } = asked({
    ...flags,
    until: to,
    ...(since !== undefined && { since: absolute(since, now) }),
  });
  const target = targetOf(path, { ...parameters, order: "asc", limit: LARGEST_PAGE });
  await api.list(targetOf(path, { ...parameters, limit: 1 })); // the API checks the flags, and its answer has its clock
  const recordedbefore = isoOf(now + api.ahead() - VISIBLE_MS);
  return { format, url: api.url, asked: given, target, recordedbefore, count: 0, bytes: 0, next: undefined };
};

const formatOf = (file: string): Format => {
  if (file.endsWith(".csv")) return "csv";
  return file.endsWith(".json") ? "cloudevents" : "ndjson";
};

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );
