import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import * as z from "zod";
import { csv as csvPage } from "../../http/formats/csv.ts";
import type { Entry } from "../../log/entry.ts";
import { failure } from "../failure.ts";
import { linesOf } from "../send/lines.ts";
import type { Manifest } from "./manifest.ts";

/** How entries are written into a file, and found in it again. */
interface FileFormat {
  readonly open: string;
  readonly close: string;
  /** The text of some entries; `isFirst` if there are none before them. */
  readonly write: (entries: readonly Entry[], isFirst: boolean) => string;
  /** The ids in the file, in the order of the file. */
  readonly idsIn: (file: string) => AsyncGenerator<string>;
}

const Row = z.looseObject({ id: z.string() });

async function* idsOfLines(file: string): AsyncGenerator<string> {
  for await (const { line, number } of linesOf(createReadStream(file))) {
    const json = line.trim().replace(/,$/, "");
    if (json === "[" || json === "]") continue;
    yield idOf(jsonIn(json), `${file}, line ${number}`);
  }
}

const csvHeader = csvPage.write({ entries: [] });

/** The formats by their names, which are also the ends of the names of files. */
export const formats: Readonly<Record<Manifest["format"], FileFormat>> = {
  ndjson: {
    open: "",
    close: "",
    write: (entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""),
    idsIn: idsOfLines,
  },
  csv: {
    open: csvHeader,
    close: "",
    write: (entries) => csvPage.write({ entries }).slice(csvHeader.length),
    async *idsIn(file) {
      for await (const row of createReadStream(file).pipe(parse({ columns: true }))) yield idOf(row, file);
    },
  },
  // A batch of CloudEvents, one on each line.
  cloudevents: {
    open: "[\n",
    close: "\n]\n",
    write: (entries, isFirst) =>
      entries.map((entry, index) => `${isFirst && index === 0 ? "" : ",\n"}${JSON.stringify(entry)}`).join(""),
    idsIn: idsOfLines,
  },
};

const idOf = (row: unknown, where: string): string => {
  const { data } = Row.safeParse(row);
  if (data === undefined) throw failure(`${where} is no entry: the file is not what was exported`);
  return data.id;
};

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
