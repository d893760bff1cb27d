import * as z from "zod";
import { text } from "../../log/fields.ts";
import { attributes } from "./attributeValue.ts";
import { type Checked, checked } from "./checked.ts";
import { epochSeconds } from "./epoch.ts";
import { sourceArn } from "./polledRecord.ts";
import { withSent } from "./shape.ts";
import { type Fields, type Names, unread } from "./unread.ts";

/** One change of one item of a table. */
export interface Change<Image> {
  readonly type: "INSERT" | "MODIFY" | "REMOVE";
  /** When it happened. RFC 3339, UTC. DynamoDB sends whole seconds. */
  readonly time: string;
  /** The key attributes of the item. */
  readonly keys: Fields;
  /** The item after the change, if the stream has new images. */
  readonly newImage: Image | undefined;
  /** The item before the change, if the stream has old images. */
  readonly oldImage: Image | undefined;
  /** Who made the change. DynamoDB sends it for a deletion by TTL: `{"type": "Service", "principalId": "dynamodb.amazonaws.com"}`. */
  readonly userIdentity: Fields | undefined;
}

/** A change, and what its entry needs besides. */
export interface TableChange<Image> {
  readonly change: Change<Image>;
  /** The ARN of the stream of the table. */
  readonly streamArn: string;
  readonly eventId: string;
  readonly item: Images;
  /** The same, but a number that a double cannot hold is a `JSON.rawJSON` object. */
  readonly exact: Images;
  readonly others: Fields;
}

interface Images {
  readonly keys: Fields;
  readonly newImage: unknown;
  readonly oldImage: unknown;
}

/**
 * A schema for the records of a stream. `image` is the schema of the images.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
 */
export const tableChange = <Image>(image: z.ZodType<Image>) =>
  withSent(
    () => changeOf(checked(attributes, image)),
    (read, sent): TableChange<Image> => ({ ...read, others: { ...read.others, ...unread(sent, READ) } }),
  );

const changeOf = <Image>(image: z.ZodType<Checked<Image>>) =>
  z
    .object({
      eventID: text(256),
      eventName: z.enum(["INSERT", "MODIFY", "REMOVE"]),
      eventSourceARN: sourceArn,
      userIdentity: z.record(z.string(), z.unknown()).nullish(),
      dynamodb: z.object({
        ApproximateCreationDateTime: epochSeconds,
        Keys: attributes.refine(({ data }) => Object.keys(data).length > 0, "Invalid keys: expected at least one"),
        NewImage: image.optional(),
        OldImage: image.optional(),
        SequenceNumber: text(64),
        SizeBytes: z.unknown().optional(),
        StreamViewType: z.unknown().optional(),
      }),
    })
    .transform(({ eventID: eventId, eventName: type, eventSourceARN: streamArn, userIdentity, dynamodb }) => {
      const { ApproximateCreationDateTime: time, Keys, NewImage, OldImage } = dynamodb;
      return {
        ...{ streamArn, eventId },
        change: {
          ...{ type, time, keys: Keys.data },
          ...{ newImage: NewImage?.given, oldImage: OldImage?.given, userIdentity: userIdentity ?? undefined },
        },
        item: { keys: Keys.data, newImage: NewImage?.data, oldImage: OldImage?.data },
        exact: { keys: Keys.exact, newImage: NewImage?.exact, oldImage: OldImage?.exact },
        others: {
          eventId,
          sequencer: dynamodb.SequenceNumber.padStart(SEQUENCER_LENGTH, "0"),
          sizeBytes: dynamodb.SizeBytes,
          streamViewType: dynamodb.StreamViewType,
        },
      };
    });

/** DynamoDB's sequence numbers have 21 to 40 digits. With equal lengths, their order is that of their texts. */
const SEQUENCER_LENGTH = 40;

// The fields that the schema reads, and those that repeat other fields. `userIdentity` is kept as it was sent.
const READ: Names = {
  ...{ eventID: true, eventName: true, eventSource: true, eventSourceARN: true, eventVersion: true, awsRegion: true },
  dynamodb: {
    ...{ ApproximateCreationDateTime: true, Keys: true, NewImage: true, OldImage: true },
    ...{ SequenceNumber: true, SizeBytes: true, StreamViewType: true },
  },
};
