import * as z from "zod";
import type { Entry } from "../../log/entry.ts";
import { hasIdentity } from "./hasIdentity.ts";
import { keyOf } from "./keyOf.ts";
import type { Pulled } from "./pulled.ts";
import { textOf } from "./textOf.ts";

const Position = z.object({ shardid: z.string(), sequencenumber: z.string() });

/**
 * A record of a data stream, in the batch in which Lambda delivers it.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export const kinesisEvent = (entry: Entry): Pulled | undefined => {
  const { source, subject = "", time, data, data_base64 } = entry;
  const read = Position.safeParse(entry);
  if (!read.success) return undefined;
  const { shardid, sequencenumber } = read.data;
  if (!hasIdentity(entry, ["kinesis", source, shardid, sequencenumber])) return undefined;
  const { text, missing } = data_base64 === undefined ? textOf(data, "the data") : { text: "", missing: [] };
  const record = {
    kinesis: {
      kinesisSchemaVersion: "1.0",
      partitionKey: keyOf(subject),
      sequenceNumber: sequencenumber,
      data: data_base64 ?? Buffer.from(text).toString("base64"),
      approximateArrivalTimestamp: Date.parse(time) / 1000,
    },
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventID: `${shardid}:${sequencenumber}`,
    eventName: "aws:kinesis:record",
    awsRegion: source.split(":")[3],
    eventSourceARN: source,
  };
  return {
    event: { Records: [record] },
    missing: [
      ...missing,
      "the role of the function, and whether it was a consumer with enhanced fan-out",
      "the other records of its batch",
    ],
  };
};
