import type { FlagParametersForType } from "@stricli/core";
import type { Context } from "../context.ts";
import { time } from "./age.ts";
import { text } from "./text.ts";

/** Which entries. The API knows the streams and checks the values. */
export interface Filters {
  readonly stream?: readonly string[];
  readonly type?: readonly string[];
  readonly source?: string;
  readonly subject?: string;
  readonly subjectPrefix?: string;
  readonly rejected?: boolean | undefined;
}

/** From when until when. */
export interface Range {
  readonly since?: string;
  readonly until?: string;
}

const one = (placeholder: string, brief: string) =>
  ({ kind: "parsed", parse: text, optional: true, placeholder, brief }) as const;
const several = (placeholder: string, brief: string) =>
  ({ kind: "parsed", parse: text, optional: true, variadic: ",", placeholder, brief }) as const;

export const filterFlags: FlagParametersForType<Filters, Context> = {
  stream: several("name", "Only these streams"),
  type: several("type", "Only these types. An asterisk at the end stands for any text: shop.*"),
  source: one("source", "Only this source"),
  subject: one("subject", "Only this subject: the key of an object, the number of an order"),
  subjectPrefix: one("text", "Only subjects that begin with this text"),
  rejected: {
    kind: "boolean",
    optional: true,
    withNegated: false,
    brief: "The rejected events instead of the log",
  },
};

export const rangeFlags: FlagParametersForType<Range, Context> = {
  since: {
    kind: "parsed",
    parse: time,
    optional: true,
    placeholder: "time",
    brief: "From this time: an age (90s, 10m, 1h, 7d, 2w), a day in UTC (2026-01-31) or RFC 3339",
  },
  until: { kind: "parsed", parse: time, optional: true, placeholder: "time", brief: "Before this time" },
};
