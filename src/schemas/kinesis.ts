import * as z from "zod";
import { utf8 } from "../http/utf8.ts";
import type { NewEntry } from "../log/entry.ts";
import { attribute, text } from "../log/fields.ts";
import { jsonOf } from "../log/json.ts";
import { withOrdinaryNumbers } from "../log/ordinaryNumbers.ts";
import { textAt } from "../log/textAt.ts";
import { valueIn } from "../log/valueIn.ts";
import { type Batch, batch } from "./kit/batch.ts";
import { type BatchAnswer, batchAnswer } from "./kit/batchAnswer.ts";
import { type Checked, type Content, checked } from "./kit/checked.ts";
import { epochSeconds } from "./kit/epoch.ts";
import { polledIdentity, recordFrom, sourceArn } from "./kit/polledRecord.ts";
import { subjectOf } from "./kit/subject.ts";
import { type Trigger, trigger } from "./kit/trigger.ts";

/**
 * How data is read: `as: "text"` takes all UTF-8 as text, and `as: "bytes"` takes all data as a Buffer. By default, data that is JSON is
 * read as JSON, and other UTF-8 as text. What is no UTF-8 is always a Buffer.
 */
interface Reading {
  readonly as?: "text" | "bytes";
}

interface WithoutSchema extends Reading {
  readonly data?: never;
}

interface As<How extends "text" | "bytes"> extends WithoutSchema {
  readonly as: How;
}

/** `data` is the schema of the data. */
interface Options<Data> extends Reading {
  readonly data: z.ZodType<Data>;
}

/** A record of a stream. */
interface StreamRecord<Data> {
  /** The ARN of the stream, also if the function is a consumer with enhanced fan-out. */
  readonly streamArn: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  /** When the stream received the record. RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly data: Checked<Data>;
}

/**
 * Records of a Kinesis data stream. The work function gets the data, as the schema `data` returns it. The event source needs
 * `FunctionResponseTypes: [ReportBatchItemFailures]`.
 *
 * @example
 * const Click = z.object({ page: z.string() });
 * export const handler = onEvent(kinesis("clicks", { data: Click }), ({ page }) => count(page));
 */
export function kinesis<const Name extends string>(stream: Name, reading: As<"bytes">): Kinesis<Name, Buffer>;
export function kinesis<const Name extends string>(stream: Name, reading: As<"text">): Kinesis<Name, string | Buffer>;
export function kinesis<const Name extends string>(stream: Name, reading?: WithoutSchema): Kinesis<Name, unknown>;
export function kinesis<const Name extends string, Data>(stream: Name, options: Options<Data>): Kinesis<Name, Data>;
export function kinesis(
  stream: string,
  { data = z.unknown(), as }: Partial<Options<unknown>> = {},
): Kinesis<string, unknown> | Kinesis<string, Buffer> | Kinesis<string, string | Buffer> {
  const record = recordOf(checked(dataAs(as), data));
  return trigger({
    stream,
    event: batch,
    items: ({ Records }) => Records,
    record: recordFrom("aws:kinesis", "a Kinesis data stream", record),
    entry: recordEntry,
    given: ({ data }: StreamRecord<unknown>) => data.given,
    identify: (record) => polledIdentity(record, textAt(record, "eventID"), streamOf),
    lane: (record) => textAt(record, "kinesis", "partitionKey"),
    respond: batchAnswer((record) => textAt(record, "kinesis", "sequenceNumber")),
  });
}

/** The trigger of a stream. `Data` is what the work function gets. */
export type Kinesis<Name extends string, Data> = Trigger<Name, Batch, unknown, StreamRecord<Data>, BatchAnswer, Data>;

/** https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
const recordOf = <Data>(data: z.ZodType<Checked<Data>>) =>
  z
    .object({
      eventID: attribute(256).pipe(
        z.string().regex(/^[^:]+:\d+$/, "Invalid id: expected <shard id>:<sequence number>"),
      ),
      eventSourceARN: sourceArn,
      kinesis: z.object({
        approximateArrivalTimestamp: epochSeconds,
        partitionKey: text(256),
        sequenceNumber: attribute(128),
        data,
      }),
    })
    .transform(({ eventID, eventSourceARN, kinesis: { approximateArrivalTimestamp: time, ...record } }) => ({
      ...record,
      time,
      streamArn: streamOf(eventSourceARN),
      shardId: eventID.split(":")[0] ?? "",
    }));

const streamOf = (arn: string): string => arn.replace(CONSUMER, "");

/** A consumer with enhanced fan-out has an ARN of its own, `<ARN of the stream>/consumer/<name>:<time>`. */
const CONSUMER = /(?<=:stream\/[^/]+)\/consumer\/.*$/;

const base64 = z
  .string()
  .transform((text) => ({ text, bytes: Buffer.from(text, "base64") }))
  .refine(({ text, bytes }) => bytes.toString("base64") === text, "Invalid data: expected base64")
  .transform(({ bytes }) => bytes);

const dataAs = (as: Reading["as"]) =>
  base64.transform((bytes): Content => {
    const text = as === "bytes" ? undefined : utf8(bytes, "keep");
    if (text === undefined) return { exact: bytes, data: bytes };
    const exact = as === "text" ? text : valueIn(text);
    return { exact, data: withOrdinaryNumbers(exact).data };
  });

const recordEntry = ({
  streamArn,
  shardId,
  sequenceNumber,
  partitionKey,
  time,
  data,
}: StreamRecord<unknown>): NewEntry => ({
  identity: ["kinesis", streamArn, shardId, sequenceNumber],
  time,
  source: streamArn,
  type: "com.amazonaws.kinesis.Record",
  subject: subjectOf(partitionKey),
  extensions: { shardid: shardId, sequencenumber: sequenceNumber },
  ...(data.exact instanceof Uint8Array
    ? { datacontenttype: "application/octet-stream", data_base64: Buffer.from(data.exact).toString("base64") }
    : { data: data.data, json: jsonOf(data.exact) }),
});
