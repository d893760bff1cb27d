import type { FlagParametersForType } from "@stricli/core";
import type { Context } from "../context.ts";

/** How the console is opened. */
export interface Opening {
  /** Of the proxy of a deployed log. Without it, a free one. */
  readonly port?: number;
  readonly open: boolean;
}

export const openingFlags: FlagParametersForType<Opening, Context> = {
  port: {
    kind: "parsed",
    parse: (input) => {
      if (!/^\d{1,5}$/.test(input) || Number(input) > 65_535)
        throw new Error("Expected a port: a number from 0 to 65535");
      return Number(input);
    },
    optional: true,
    placeholder: "number",
    brief: "The port for the console of a deployed log. Without it: a free one",
  },
  open: { kind: "boolean", default: true, brief: "Open a browser, if this is a terminal" },
};
