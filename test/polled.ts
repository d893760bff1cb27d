import { dynamoReader } from "../src/log/reader.ts";
import { dynamoStore } from "../src/log/store.ts";
import type { StreamSettings } from "../src/log/streams.ts";
import { reading, writing } from "../src/middleware/stack.ts";
import { recorded } from "./commands.ts";
import { newTable } from "./table.ts";
import { deliver, readAll, request } from "./world.ts";

const streams = {
  sqs: { bySubject: true },
  kinesis: { bySubject: true },
  dynamodb: { bySubject: true },
} satisfies Record<string, StreamSettings>;

/** A log with a stream for each trigger that Lambda polls. `before` gets each read and write of one item before it is sent. */
export const newPolledWorld = async (before?: Parameters<typeof recorded>[1], clock: () => number = Date.now) => {
  const { table } = recorded(await newTable({}, streams), before);
  const lines: string[] = [];
  const { onEvent } = writing(streams, { store: dynamoStore(table), clock, print: (line) => void lines.push(line) });
  const logs = reading(streams, { reader: dynamoReader(table, clock), clock, print: () => {} });
  return {
    onEvent,
    /** The last line in the log of the functions. */
    line: () => JSON.parse(lines.at(-1) ?? "{}"),
    logs,
    /** The JSON text of the data of the first entry, with exact numbers. */
    dataText: async () => {
      const [entry] = await readAll(logs, "/logs?order=asc&limit=1");
      const { body = "" } = await deliver(logs, request("GET", `/logs/${entry?.id}`));
      return body.replace(/^.*?,"data":(.*)\}$/s, "$1");
    },
    entries: () => readAll(logs, "/logs?order=asc&limit=200"),
    rejected: () => readAll(logs, "/rejected?order=asc&limit=200"),
  };
};

const QUEUE = "arn:aws:sqs:eu-central-1:123456789012:orders";
export const STREAM = "arn:aws:kinesis:eu-central-1:123456789012:stream/clicks";
export const TABLE_STREAM = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000";

/** A message of a queue, as Lambda delivers it. With a group, it is one of a FIFO queue. */
export const message = (id: string, body: unknown = { id }, { group = "", more = {}, attributes = {} } = {}) => ({
  messageId: id,
  receiptHandle: `handle ${Math.random()}`,
  body: typeof body === "string" ? body : JSON.stringify(body),
  attributes: {
    ApproximateReceiveCount: "1",
    SentTimestamp: "1769774400123",
    SenderId: "AIDAIENQZJOLO23YVJ4VO",
    ApproximateFirstReceiveTimestamp: "1769774400200",
    ...(group !== "" && { MessageGroupId: group }),
    ...attributes,
  },
  messageAttributes: {},
  md5OfBody: "dummy",
  eventSource: "aws:sqs",
  eventSourceARN: group === "" ? QUEUE : `${QUEUE}.fifo`,
  awsRegion: "eu-central-1",
  ...more,
});

/** A record of a Kinesis stream. Its data is a text, or bytes. */
export const kinesisRecord = (sequenceNumber: string, key: string, data: string | Uint8Array, more: object = {}) => ({
  kinesis: {
    kinesisSchemaVersion: "1.0",
    partitionKey: key,
    sequenceNumber,
    data: Buffer.from(data).toString("base64"),
    approximateArrivalTimestamp: 1769774400.987,
  },
  eventSource: "aws:kinesis",
  eventVersion: "1.0",
  eventID: `shardId-000000000006:${sequenceNumber}`,
  eventName: "aws:kinesis:record",
  invokeIdentityArn: "arn:aws:iam::123456789012:role/lambda-role",
  awsRegion: "eu-central-1",
  eventSourceARN: STREAM,
  ...more,
});

/** A change of an item. The keys and the images are in the JSON of DynamoDB. */
export const tableChange = (sequenceNumber: string, Keys: object, images: object = {}, more: object = {}) => ({
  eventID: `event ${sequenceNumber}`,
  eventName: "MODIFY",
  eventVersion: "1.1",
  eventSource: "aws:dynamodb",
  awsRegion: "eu-central-1",
  dynamodb: {
    ApproximateCreationDateTime: 1769774400,
    Keys,
    ...images,
    SequenceNumber: sequenceNumber,
    SizeBytes: 26,
    StreamViewType: "NEW_AND_OLD_IMAGES",
  },
  eventSourceARN: TABLE_STREAM,
  ...more,
});
