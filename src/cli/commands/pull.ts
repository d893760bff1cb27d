import { buildCommand } from "@stricli/core";
import { printable, printableJson } from "../../log/printable.ts";
import { connect } from "../api/connect.ts";
import type { Context } from "../context.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { text } from "../flags/text.ts";

export const pull = buildCommand<Connection, [string], Context>({
  parameters: {
    flags: connectionFlags,
    positional: {
      kind: "tuple",
      parameters: [{ parse: text, placeholder: "id", brief: "The id of an entry or of a rejection" }],
    },
  },
  docs: {
    brief: "Print the event behind an entry, as a fixture",
    fullDescription: `Prints the event from which the log has an entry, for sam local invoke, for tributary invoke and for tests. For a rejection, it prints
the payload as it was delivered. For an entry, it rebuilds the event from the log. It prints on stderr what it cannot rebuild.

EXAMPLES
  tributary pull s3.0.mkayi4gn.ALmdd-d3YEoe2Iwonu4d --stack tributary > event.json
  tributary invoke S3Function event.json
  sam local invoke S3Function --event event.json`,
  },
  async func(connection, id) {
    const api = await connect(this, connection);
    const entry = await api.entry(id);
    const { ofKept } = await import("../pull/kept.ts");
    const { ofRejected } = await import("../pull/rejected.ts");
    const { event, missing } = id.startsWith("rejected.") ? ofRejected(entry) : ofKept(entry);
    const json = JSON.stringify(event, null, 2);
    await this.out.write(`${this.out.isTerminal ? printableJson(json) : json}\n`);
    await this.err.write(missing.map((what) => `Not in the log: ${printable(what)}\n`).join(""));
  },
});
