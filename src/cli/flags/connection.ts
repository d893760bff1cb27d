import type { FlagParametersForType } from "@stricli/core";
import type { Context } from "../context.ts";
import { text } from "./text.ts";

/** Which log a command talks to, and as whom. */
export interface Connection {
  readonly url?: string;
  readonly stack?: string;
  readonly region?: string;
  readonly profile?: string;
}

/** The flags of every command that talks to a log. */
export const connectionFlags: FlagParametersForType<Connection, Context> = {
  stack: { kind: "parsed", parse: text, optional: true, placeholder: "name", brief: "A deployed stack, by its name" },
  url: {
    kind: "parsed",
    parse: text,
    optional: true,
    placeholder: "url",
    brief:
      "The URL of the API. Otherwise that of the stack, TRIBUTARY_URL, or the local stack at http://127.0.0.1:3000",
  },
  region: {
    kind: "parsed",
    parse: text,
    optional: true,
    placeholder: "region",
    brief: "The AWS Region. Otherwise that of the profile or environment",
  },
  profile: {
    kind: "parsed",
    parse: text,
    optional: true,
    placeholder: "name",
    brief: "The profile with the AWS credentials",
  },
};
