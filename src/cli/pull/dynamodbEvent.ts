import * as z from "zod";
import type { Entry } from "../../log/entry.ts";
import { attributesOf } from "./attributesOf.ts";
import { fields } from "./fields.ts";
import { hasIdentity } from "./hasIdentity.ts";
import { merged } from "./merged.ts";
import type { Pulled } from "./pulled.ts";

const Data = z.looseObject({
  keys: fields,
  newImage: fields.optional(),
  oldImage: fields.optional(),
  eventId: z.string(),
  sequencer: z.string(),
  sizeBytes: z.unknown().optional(),
  streamViewType: z.unknown().optional(),
});

/**
 * A change of an item, in the batch in which Lambda delivers it.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export const dynamodbEvent = (entry: Entry): Pulled | undefined => {
  const { source, type, time } = entry;
  const read = Data.safeParse(entry.data);
  if (!read.success || !hasIdentity(entry, ["dynamodb", source, read.data.eventId])) return undefined;
  const { keys, newImage, oldImage, eventId, sequencer, sizeBytes, streamViewType, ...others } = read.data;
  const record = {
    eventID: eventId,
    eventName: type.slice(type.lastIndexOf(".") + 1),
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: source.split(":")[3],
    dynamodb: {
      ApproximateCreationDateTime: Date.parse(time) / 1000,
      Keys: attributesOf(keys),
      ...(newImage && { NewImage: attributesOf(newImage) }),
      ...(oldImage && { OldImage: attributesOf(oldImage) }),
      SequenceNumber: sequencer.replace(/^0+(?=.)/, ""),
      SizeBytes: sizeBytes,
      StreamViewType: streamViewType,
    },
    eventSourceARN: source,
  };
  return {
    event: { Records: [merged(record, others)] },
    missing: [
      "which attributes were sets or bytes: here a set is a list, and bytes are their base64 as a text",
      "the other changes of its batch",
    ],
  };
};
