import { buildCommand } from "@stricli/core";
import type { State } from "../../api/tailing/tailing.ts";
import type { Entry } from "../../log/entry.ts";
import { isoOf } from "../../log/time.ts";
import { LONG } from "../api/backoff.ts";
import { connect } from "../api/connect.ts";
import { asked, targetOf } from "../api/target.ts";
import type { Context } from "../context.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { count, countOrNone } from "../flags/count.ts";
import { type Filters, filterFlags } from "../flags/filters.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { text } from "../flags/text.ts";
import { duration } from "../output/duration.ts";
import { newRecords } from "../output/records.ts";

interface Flags extends Filters, Connection, Printing {
  readonly lines: number;
  readonly interval: number;
  readonly resume?: string;
}

export const tail = buildCommand<Flags, [], Context>({
  parameters: {
    flags: {
      ...filterFlags,
      lines: {
        kind: "parsed",
        parse: countOrNone,
        default: "10",
        placeholder: "number",
        brief: "How many entries of the past to begin with",
      },
      interval: {
        kind: "parsed",
        parse: count,
        default: "1",
        placeholder: "seconds",
        brief: "How many seconds to wait between two requests",
      },
      resume: {
        kind: "parsed",
        parse: text,
        optional: true,
        placeholder: "file",
        brief: "Keep the place in this file, and go on from there if the file exists",
      },
      ...connectionFlags,
      json: jsonFlag,
    },
  },
  docs: {
    brief: "Print entries as they come",
    fullDescription: `Prints entries within a second or two after they were recorded, until it is interrupted. Late entries, and entries that a
burst hides, are printed after about two minutes. So nothing is missed, and nothing is printed twice: only after a kill, the entries of
one answer can be printed again. If the log does not answer, it tries again for about five minutes, and says so.

EXAMPLES
  tributary tail
  tributary tail --stream s3 --type 'com.amazonaws.s3.ObjectCreated:*'
  tributary tail --rejected --stack tributary
  tributary tail --resume place.json --json >> log.ndjson`,
  },
  async func({ lines, interval, resume, json, ...flags }) {
    const api = await connect(this, flags, LONG);
    const { entryRows, rejectionRows } = await import("../output/entryRows.ts");
    const { path, parameters } = asked(flags);
    const target = targetOf(path, parameters);
    const [{ firstStep, steps }, { readPlace, savePlace }] = await Promise.all([
      import("../tail/follow.ts"),
      import("../tail/place.ts"),
    ]);
    const records = newRecords(this, { json }, flags.rejected ? rejectionRows : entryRows);
    const show = async (entries: readonly Entry[], state: State) => {
      await records.print(entries);
      if (resume !== undefined) await savePlace(resume, { url: api.url, target }, { state, at: isoOf(this.now()) });
    };
    const tailing = async () => {
      const place = resume === undefined ? undefined : await readPlace(resume, { url: api.url, target });
      let start = place?.state;
      if (start === undefined) {
        const { unseen, state } = await firstStep(api, target, lines);
        await show(lines === 0 ? [] : unseen.slice(-lines), state);
        start = state;
      }
      let away = place && this.now() - Date.parse(place.at);
      let caughtUp = 0;
      for await (const { unseen, state, isCaughtUp } of steps(api, this, start, interval * 1000)) {
        await show(unseen, state);
        caughtUp += unseen.length;
        if (away === undefined || !isCaughtUp) continue;
        await this.err.write(`Away ${duration(away)}, ${caughtUp} caught up, none missed\n`);
        away = undefined;
      }
    };
    await tailing().catch((thrown: unknown) => {
      if (!this.signal.aborted) throw thrown;
    });
  },
});
