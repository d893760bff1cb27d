import { buildCommand } from "@stricli/core";
import { connect } from "../api/connect.ts";
import type { Context } from "../context.ts";
import { failure } from "../failure.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { jsonFlag, type Printing } from "../flags/output.ts";
import { text } from "../flags/text.ts";
import { jsonLine, jsonText } from "../output/records.ts";

export const invoke = buildCommand<Connection & Printing, [string, string], Context>({
  parameters: {
    flags: { ...connectionFlags, json: jsonFlag },
    positional: {
      kind: "tuple",
      parameters: [
        { parse: text, placeholder: "function", brief: "Its logical id in the template, its name or its ARN" },
        { parse: text, placeholder: "fixture", brief: "A file with the event in JSON, or - for stdin" },
      ],
    },
  },
  docs: {
    brief: "Give an event to a function",
    fullDescription: `Invokes a function with an event and prints its answer: a function of the local stack, or with --stack the deployed one.
The function does its work as if AWS had delivered the event. It exits with 1 if the function fails.

EXAMPLES
  tributary invoke S3Function events/s3-put.json
  tributary pull <id> --stack tributary | tributary invoke S3Function -`,
  },
  async func({ json, ...connection }, name, fixture) {
    const { eventIn } = await import("../invoke/eventIn.ts");
    const event = await eventIn(this, fixture);
    const { invokeFunction } = await import("../invoke/invokeFunction.ts");
    const { answer, error } = await invokeFunction(this, await connect(this, connection), {
      ...connection,
      name,
      event,
    });
    if (error !== undefined) throw failure(`${name} failed: ${error}`);
    await this.out.write(json ? jsonLine(this.out, answer) : jsonText(this.out, answer));
  },
});
