import * as z from "zod";
import type { Entry as LogEntry } from "../log/entry.ts";
import type { Reason } from "../log/rejection.ts";
import { logged } from "../log/streams.ts";

const time = z.iso.datetime({ precision: 3 });

/** An entry as a reader gets it. The compiler holds it against what log/entry.ts has. */
export const Entry = z
  .object({
    specversion: z.literal("1.0"),
    id: z.string().describe("The log id, and the entry's address"),
    source: z.string(),
    type: z.string(),
    subject: z.string().exactOptional(),
    time: time.describe("When it happened"),
    datacontenttype: z.string().exactOptional(),
    dataschema: z.string().exactOptional(),
    data: z
      .unknown()
      .optional()
      .describe(
        "The normalized record: any JSON value. A number is the one that was sent, where a double cannot hold it too",
      ),
    data_base64: z.base64().exactOptional().describe("Binary data, instead of `data`"),
    stream: z.enum(logged),
    recordedtime: time.describe("When it was first written"),
    originid: z.string().exactOptional().describe("The id that its sender gave a CloudEvent"),
    result: z.string().exactOptional().describe("What the work on it returned, as JSON text"),
    origintime: z
      .string()
      .exactOptional()
      .describe("The time as it was sent, where milliseconds cannot hold it: a finer time, or a leap second"),
    principal: z.string().exactOptional().describe("Who sent it by HTTP; only where the stack keeps that"),
    sourceip: z.string().exactOptional().describe("From which IP address; only where the stack keeps that"),
    outoforder: z.boolean().exactOptional().describe("In a history: it belongs before an entry above it"),
    truncated: z.boolean().exactOptional().describe("There where `data` was too large: it holds the head of it"),
  })
  .catchall(z.union([z.string(), z.int32(), z.boolean()]))
  .meta({ id: "Entry", description: "A CloudEvents 1.0.2 event in the JSON format" }) satisfies z.ZodType<LogEntry>;

const reasons = ["schema", "envelope", "future", "expired", "conflict"] as const satisfies readonly Reason[];

/** What no schema accepted, as log/rejection.ts keeps it. */
export const Rejected = Entry.extend({
  stream: z.literal("rejected"),
  data: z.object({
    reason: z.enum(reasons),
    trigger: z.enum(logged).describe("The stream that it would have been an entry of"),
    time: z.string().exactOptional().describe("The time that it claimed to be of"),
    version: z.string().describe("Of Tributary"),
    issues: z.array(z.object({ path: z.array(z.union([z.string(), z.int()])), code: z.string(), message: z.string() })),
    moreissues: z.int().exactOptional().describe("How many there are beside these"),
    payload: z.unknown().describe("What came; where that was too large, the head of its text"),
    size: z.int().describe("Of its text, in bytes"),
    sha256: z.string().describe("Of its text, in hex"),
    truncated: z.literal(true).exactOptional(),
  }),
}).meta({ id: "Rejected", description: "What no schema accepted, and why" });

/** A page of entries. */
export const pageOf = (entry: z.ZodType) =>
  z.object({
    entries: z.array(entry),
    next: z
      .string()
      .exactOptional()
      .describe("The path and query of the next page; where it is missing, there is none"),
    prev: z.string().exactOptional().describe("Around an entry: of the newer entries, oldest first"),
    reached: time.exactOptional().describe("How far the log has been looked through; there where `next` is"),
  });
