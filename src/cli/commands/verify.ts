import { buildCommand } from "@stricli/core";
import { errorText } from "../../log/errorText.ts";
import { LONG } from "../api/backoff.ts";
import { connect } from "../api/connect.ts";
import type { Context } from "../context.ts";
import type { Difference } from "../export/verify.ts";
import { failure, wrongUsage } from "../failure.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { text } from "../flags/text.ts";
import { newProgress } from "../output/progress.ts";
import { newRecords, type Rows } from "../output/records.ts";

const rows: Rows<Difference> = {
  columns: [{ name: "STATUS", usual: 7 }, { name: "ID" }],
  rowsOf: ({ status, id }) => [[status, id]],
};

export const verify = buildCommand<Connection & Printing, [string], Context>({
  parameters: {
    flags: { ...connectionFlags, json: jsonFlag },
    positional: { kind: "tuple", parameters: [{ parse: text, placeholder: "file", brief: "The file of an export" }] },
  },
  docs: {
    brief: "Compare an exported file with the log",
    fullDescription: `Checks that a file is what was exported (its SHA-256 and its count), and that it holds every matching entry of the log that was
recorded before the export. Without --stack and --url, it asks the log of the export. It prints what differs:
  missing   the file should have it. Then the command exits with 1
  later     recorded since the export began
  gone      only in the file: it has expired, or was erased

EXAMPLES
  tributary verify january.csv
  tributary verify january.csv --stack tributary --json | jq -r 'select(.status == "gone").id'`,
  },
  async func({ json, ...connection }, file) {
    this.goOnUnread();
    const { readManifest, manifestOf } = await import("../export/manifest.ts");
    const manifest = await readManifest(file);
    if (manifest === undefined)
      throw wrongUsage(`${file} has no ${manifestOf(file)}: was it written by tributary export?`);
    if (manifest.sha256 === undefined) throw failure(`${file} is not complete: run the same tributary export again`);
    const { differences, idsOf } = await import("../export/verify.ts");
    const ids = await idsOf(file, manifest).catch((thrown: unknown) => {
      throw failure(errorText(thrown), thrown);
    });
    const isNamed = connection.stack !== undefined || connection.url !== undefined;
    const api = await connect(this, isNamed ? connection : { ...connection, url: manifest.url }, LONG);
    const records = newRecords(this, { json }, rows);
    const progress = newProgress(this);
    const counts = { missing: 0, later: 0, gone: 0 };
    for await (const difference of differences(api, manifest, ids, (reached) =>
      progress.show(`Read up to ${reached}`),
    )) {
      counts[difference.status] += 1;
      await progress.clear();
      await records.print([difference]);
    }
    await progress.clear();
    const { missing, later, gone } = counts;
    if (missing > 0)
      throw failure(`${missing} entries of the log are missing in ${file}: delete it, and export it again`);
    await this.err.write(
      `${file} is complete: ${ids.size} entries, ${ids.size - gone} of them in the log, ${gone} gone. ${later} were recorded later\n`,
    );
  },
});
