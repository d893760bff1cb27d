import * as z from "zod";
import type { Entry as LogEntry } from "../log/entry.ts";
import type { Reason } from "../log/rejection.ts";
import { streams } from "../streams.ts";

const time = z.iso.datetime({ precision: 3 });

/** The name of a declared stream. `GET /openapi.json` replaces its values by the streams of the log that it describes. */
export const Stream = z
  .enum(Object.keys(streams))
  .meta({ id: "Stream", description: "A stream of the log: each trigger writes to one" });

/** An entry as a reader gets it. The compiler checks it against log/entry.ts. */
export const Entry = z
  .object({
    specversion: z.literal("1.0"),
    id: z.string().describe("The log id, which is also the address of the entry"),
    source: z.string(),
    type: z.string(),
    subject: z.string().exactOptional(),
    time: time.describe("When the event happened"),
    datacontenttype: z.string().exactOptional(),
    dataschema: z.string().exactOptional(),
    data: z
      .unknown()
      .optional()
      .describe("The normalized record: any JSON value. A number is as it was sent, even if a double cannot hold it"),
    data_base64: z.base64().exactOptional().describe("Binary data, instead of `data`"),
    stream: Stream,
    recordedtime: time.describe("When the entry was written"),
    originid: z
      .string()
      .exactOptional()
      .describe("The id that the sender gave the CloudEvent, or EventBridge the event"),
    origintime: z
      .string()
      .exactOptional()
      .describe("The time as it was sent, if milliseconds cannot hold it: a finer time, or a leap second"),
    result: z.string().exactOptional().describe("What the work function returned, as JSON text"),
    principal: z.string().exactOptional().describe("Who sent the event by HTTP, if the stack keeps that"),
    sourceip: z.string().exactOptional().describe("The IP address of the sender, if the stack keeps that"),
    outoforder: z
      .boolean()
      .exactOptional()
      .describe("In a history: S3's sequencer puts this entry before an entry above it"),
    truncated: z.boolean().exactOptional().describe("The data was too large. `data` holds its beginning"),
  })
  .catchall(z.union([z.string(), z.int32(), z.boolean()]))
  .meta({ id: "Entry", description: "A CloudEvents 1.0.2 event in the JSON format" }) satisfies z.ZodType<LogEntry>;

const reasons = ["schema", "envelope", "future", "expired", "conflict"] as const satisfies readonly Reason[];

/** A rejection as log/rejection.ts keeps it. */
export const Rejected = Entry.extend({
  stream: z.literal("rejected"),
  data: z.object({
    reason: z.enum(reasons),
    trigger: Stream.describe("The stream that the event would have been written to"),
    time: z.string().exactOptional().describe("The time that the event gave for itself"),
    version: z.string().describe("The version of Tributary"),
    issues: z.array(z.object({ path: z.array(z.union([z.string(), z.int()])), code: z.string(), message: z.string() })),
    moreissues: z.int().exactOptional().describe("How many more issues there are"),
    payload: z
      .unknown()
      .describe("The record as it was delivered, without credentials. If it was too large, the beginning of its text"),
    size: z.int().describe("The size of its text in bytes"),
    sha256: z.string().describe("The SHA-256 of its text, in hex"),
    truncated: z.literal(true).exactOptional(),
  }),
}).meta({ id: "Rejected", description: "A rejected event, and why it was rejected" });

/** A page of entries. */
export const pageOf = (entry: z.ZodType) =>
  z.object({
    entries: z.array(entry),
    next: z.string().exactOptional().describe("The path and query of the next page. If it is missing, there is none"),
    prev: z.string().exactOptional().describe("Around an entry: the path and query of the newer entries, oldest first"),
    reached: time.exactOptional().describe("How far the request has looked through the log. It is there if `next` is"),
  });
