import type { Expected } from "./expected.ts";
import { rejection } from "./expected.ts";
import type { Random } from "./random.ts";
import { timeOf } from "./uploads.ts";

/** The functions that Lambda invokes for a queue or a stream. Each has a stream of the log with the same name. */
export type PolledName = "sqs" | "kinesis" | "dynamodb";

/** A record of a queue or a stream, and what the log must have of it. */
export interface PolledRecord {
  /** The identifier in the answer of the function: a message id, or a sequence number. */
  readonly identifier: string;
  /** Records of one lane must be kept in their order. */
  readonly lane: string | undefined;
  readonly expected: Expected;
  /** The record as it is delivered for the n-th time. */
  readonly record: (receives: number) => unknown;
}

/** A queue, or one shard of a stream. */
export interface Source {
  readonly to: PolledName;
  readonly records: readonly PolledRecord[];
  readonly batchSize: number;
  /** How often a record is delivered before it goes to the dead-letter queue or the failure destination. */
  readonly tries: number;
  readonly bisects: boolean;
  readonly maximumAge: number;
  /** The identifiers of the messages that the queue delivers twice at the same moment. */
  readonly twice: readonly string[];
}

export const newSources = (random: Random, mark: () => string): readonly Source[] =>
  random.chance(SHARE) ? random.pick([newQueues, newShards, newTableShards])(random, mark) : [];

const SHARE = 0.4;
const MAX_TRIES = 6;
const MAX_RECORDS = 12;

const newQueues = (random: Random, mark: () => string): readonly Source[] => {
  const isFifo = random.chance(0.6);
  return [source(random, "sqs", (n) => newMessage(random, mark(), isFifo, n))];
};

/** Two shards of one stream. A sequence number is unique in its shard only, so the n-th records have one sequence number and one time. */
const newShards = (random: Random, mark: () => string): readonly Source[] => {
  const times = Array.from({ length: MAX_RECORDS }, () => timeOf(random));
  return ["shardId-000000000000", "shardId-000000000001"].map((shard) =>
    source(random, "kinesis", (n) => newStreamRecord(random, mark(), shard, n, times[n] ?? timeOf(random))),
  );
};

const newTableShards = (random: Random, mark: () => string): readonly Source[] => [
  source(random, "dynamodb", (n) => newChange(random, mark(), n)),
];

const source = (random: Random, to: PolledName, newRecord: (n: number) => PolledRecord): Source => {
  const records = Array.from({ length: random.int(2, MAX_RECORDS) }, (_, n) => newRecord(n));
  return {
    to,
    records,
    batchSize: random.int(1, 10),
    tries: random.int(2, MAX_TRIES),
    bisects: random.chance(0.5),
    maximumAge: random.chance(0.2) ? random.int(2, 6) : Number.POSITIVE_INFINITY,
    twice: records.filter(({ lane }) => lane === undefined && random.chance(0.3)).map(({ identifier }) => identifier),
  };
};

const REGION = "eu-central-1";
const QUEUE = `arn:aws:sqs:${REGION}:123456789012:orders`;
const KINESIS = `arn:aws:kinesis:${REGION}:123456789012:stream/clicks`;
const TABLE = `arn:aws:dynamodb:${REGION}:123456789012:table/orders/stream/2026-01-01T00:00:00.000`;
const BAD = 0.2;
const lane = (random: Random) => random.pick(["a", "b", "c%0A"]);

const newMessage = (random: Random, mark: string, isFifo: boolean, n: number): PolledRecord => {
  const [id, group, time, isBad] = [`message ${mark} ${n}`, lane(random), timeOf(random), random.chance(BAD)];
  const body = isBad ? { order: mark } : { mark, amount: random.int(0, 1e6), text: "a+b 100% 日本" };
  const source = isFifo ? `${QUEUE}.fifo` : QUEUE;
  const record = (receives: number) => ({
    messageId: id,
    receiptHandle: `receive ${receives}`,
    body: JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(Date.parse(time)),
      ...(isFifo && { MessageGroupId: group }),
    },
    messageAttributes: {},
    eventSource: "aws:sqs",
    eventSourceARN: source,
  });
  const payloads = Array.from({ length: 2 * MAX_TRIES }, (_, times) => record(times + 1));
  return {
    identifier: id,
    lane: isFifo ? group : undefined,
    record,
    expected: isBad
      ? rejection(mark, "sqs", "schema", ...payloads)
      : {
          mark,
          stream: "sqs",
          fields: {
            ...{ source, type: "com.amazonaws.sqs.Message", data: { messageId: id, body } },
            ...(isFifo && { subject: group === "c%0A" ? "c%250A" : group }),
          },
          times: [time],
        },
  };
};

const newStreamRecord = (random: Random, mark: string, shard: string, n: number, time: string): PolledRecord => {
  const [key, isBad, isText] = [lane(random), random.chance(BAD), random.chance(0.3)];
  const identifier = String(1_000 + n);
  const data = isText ? `${mark} 100% a+b` : { mark, list: [n] };
  const record = {
    eventSource: "aws:kinesis",
    eventID: isBad ? mark : `${shard}:${identifier}`,
    eventSourceARN: KINESIS,
    kinesis: {
      partitionKey: key,
      sequenceNumber: identifier,
      data: Buffer.from(isText ? String(data) : JSON.stringify(data)).toString("base64"),
      approximateArrivalTimestamp: Date.parse(time) / 1000,
    },
  };
  return {
    identifier,
    lane: key,
    record: () => record,
    expected: isBad
      ? rejection(mark, "kinesis", "schema", record)
      : {
          mark,
          stream: "kinesis",
          fields: {
            ...{ source: KINESIS, type: "com.amazonaws.kinesis.Record", shardid: shard, sequencenumber: identifier },
            subject: key === "c%0A" ? "c%250A" : key,
            data,
          },
          times: [time],
        },
  };
};

const newChange = (random: Random, mark: string, n: number): PolledRecord => {
  const [key, time, isBad] = [lane(random), `${timeOf(random).slice(0, 19)}.000Z`, random.chance(BAD)];
  const identifier = String(5_000 + n);
  const type = random.pick(["INSERT", "MODIFY"]);
  const record = {
    eventID: `${n}`,
    eventName: isBad ? `not ${mark}` : type,
    eventSource: "aws:dynamodb",
    eventSourceARN: TABLE,
    dynamodb: {
      ApproximateCreationDateTime: Date.parse(time) / 1000,
      Keys: { pk: { S: key } },
      NewImage: { mark: { S: mark }, tags: { SS: ["a"] }, n: { N: String(n) } },
      SequenceNumber: identifier,
    },
  };
  return {
    identifier,
    lane: key,
    record: () => record,
    expected: isBad
      ? rejection(mark, "dynamodb", "schema", record)
      : {
          mark,
          stream: "dynamodb",
          fields: {
            ...{ source: TABLE, type: `com.amazonaws.dynamodb.${type}` },
            subject: `{"pk":"${key === "c%0A" ? "c%250A" : key}"}`,
            data: {
              ...{ keys: { pk: key }, newImage: { mark, tags: ["a"], n } },
              ...{ eventId: `${n}`, sequencer: identifier.padStart(40, "0") },
            },
          },
          times: [time],
        },
  };
};
