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
    brief: "The URL of the API. Without it: that of --stack, TRIBUTARY_URL, or http://127.0.0.1:3000",
  },
  region: {
    kind: "parsed",
    parse: text,
    optional: true,
    placeholder: "region",
    brief: "The AWS Region. Without it: that of the profile or of the environment",
  },
  profile: {
    kind: "parsed",
    parse: text,
    optional: true,
    placeholder: "name",
    brief: "The profile with the AWS credentials",
  },
};
