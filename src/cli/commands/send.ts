import { randomUUID } from "node:crypto";
import { buildCommand } from "@stricli/core";
import { errorText } from "../../log/errorText.ts";
import { connect } from "../api/connect.ts";
import type { Context } from "../context.ts";
import { failure, wrongUsage } from "../failure.ts";
import { fileText } from "../fileText.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { LONGEST_OF_LINES, key as parseKey } from "../flags/key.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { text } from "../flags/text.ts";
import { newProgress } from "../output/progress.ts";
import { newRecords, type Rows } from "../output/records.ts";
import { shellWord } from "../output/shellWord.ts";
import type { Outgoing } from "../send/event.ts";
import type { Outcome } from "../send/send.ts";

interface Flags extends Connection, Printing {
  readonly type?: string;
  readonly subject?: string;
  readonly field?: readonly string[];
  readonly key?: string;
}

interface Numbered {
  readonly event: Outgoing;
  /** The line of the input; 0 for an event that is alone. */
  readonly number: number;
}

const rows: Rows<Outcome> = {
  columns: [{ name: "STATUS" }, { name: "ID", usual: 37 }, { name: "ERROR", least: 20 }],
  rowsOf: (outcome) => [[outcome.status, outcome.id ?? "", "error" in outcome ? outcome.error : ""]],
};

export const send = buildCommand<Flags, [string?], Context>({
  parameters: {
    flags: {
      type: {
        kind: "parsed",
        parse: text,
        optional: true,
        placeholder: "type",
        brief: "The type of an event made of flags",
      },
      subject: { kind: "parsed", parse: text, optional: true, placeholder: "subject", brief: "Its subject" },
      field: {
        kind: "parsed",
        parse: text,
        optional: true,
        variadic: true,
        placeholder: "a.b=value",
        brief: "A field of its data. A value that is JSON is read as JSON. Any other value is text",
      },
      key: {
        kind: "parsed",
        parse: parseKey,
        optional: true,
        placeholder: "key",
        brief: "The Idempotency-Key. With the same key, nothing is sent twice. Without it, each run has a new one",
      },
      ...connectionFlags,
      json: jsonFlag,
    },
    positional: {
      kind: "tuple",
      parameters: [
        {
          parse: text,
          optional: true,
          placeholder: "event",
          brief: "JSON, a file with one event, or - for stdin with one event a line",
        },
      ],
    },
  },
  docs: {
    brief: "Send events",
    fullDescription: `Sends events: plain JSON {"type", "subject", "data"}, or CloudEvents, exactly as they are written. It exits with 1 if one was
rejected, and goes on with the others. Each line of stdin has its own key: the --key and the number of the line. So the same input
can be sent again after a failure: nothing is sent twice. If an answer does not come, the error names the key.

EXAMPLES
  tributary send --type order.paid --subject order-7 --field total=42.5 --field buyer.name=Ada
  tributary send '{"type":"order.paid","subject":"order-7"}'
  tributary send event.json --stack tributary
  tributary send - --key import-7 < events.ndjson`,
  },
  async func({ type, subject, field = [], key, json, ...connection }, event) {
    if ((event === undefined) === (type === undefined))
      throw wrongUsage("Give either an event (JSON, a file or -), or --type and what belongs to it");
    if (event !== undefined && (subject !== undefined || field.length > 0))
      throw wrongUsage("--subject and --field belong to --type. An event in JSON has them in itself");
    if (event === "-" && key !== undefined && key.length > LONGEST_OF_LINES)
      throw wrongUsage(
        `For stdin, --key has at most ${LONGEST_OF_LINES} characters, because each line adds its number`,
      );
    const { eventOf, eventOfFlags } = await import("../send/event.ts");
    const { linesOf } = await import("../send/lines.ts");
    const api = await connect(this, connection);
    const { send } = await import("../send/send.ts");
    const context = this;
    this.goOnUnread();

    async function* events(): AsyncGenerator<Numbered> {
      if (event === undefined) yield { event: eventOfFlags(type ?? "", subject, field), number: 0 };
      else if (event === "-")
        for await (const { line, number } of linesOf(context.input))
          yield { event: eventOf(line, `Line ${number}`), number };
      else if (/^\s*[{[]/.test(event)) yield { event: eventOf(event, "The event"), number: 0 };
      else yield { event: eventOf(await fileText(event), event), number: 0 };
    }

    const run = key ?? randomUUID();
    const records = newRecords(this, { json }, rows);
    const progress = newProgress(this);
    let [tried, sent, rejected] = [0, 0, 0];
    try {
      for await (const { event, number } of events()) {
        tried += 1;
        const outcome = await send(api, event, number === 0 ? run : `${run}-${number}`);
        sent += 1;
        if (outcome.status === "rejected") rejected += 1;
        await progress.clear();
        await records.print([outcome]);
        if (number > 0) await progress.show(`${sent} sent, ${rejected} rejected`);
      }
    } catch (thrown) {
      await progress.clear();
      if (tried === 0) throw thrown;
      // An event without an answer may be in the log, so only the same key is safe.
      const what = tried > sent || this.signal.aborted ? "Send the same" : "Correct it, and send the input";
      const before = sent === 0 ? "" : `; ${sent} were sent before`;
      throw failure(
        `${errorText(thrown)}${before}. ${what} again with --key ${shellWord(run)}: nothing is sent twice`,
        thrown,
      );
    }
    await progress.clear();
    if (rejected > 0) throw failure(`${rejected} of ${sent} rejected: tributary logs --rejected says why`);
  },
});
