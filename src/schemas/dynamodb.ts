import * as z from "zod";
import type { NewEntry } from "../log/entry.ts";
import { has } from "../log/has.ts";
import { jsonOf } from "../log/json.ts";
import { textAt } from "../log/textAt.ts";
import { type Batch, batch } from "./kit/batch.ts";
import { type BatchAnswer, batchAnswer } from "./kit/batchAnswer.ts";
import { polledIdentity, recordFrom } from "./kit/polledRecord.ts";
import { subjectOf } from "./kit/subject.ts";
import { type Change, type TableChange, tableChange } from "./kit/tableChange.ts";
import { type Trigger, trigger } from "./kit/trigger.ts";
import type { Fields } from "./kit/unread.ts";

/** `image` is the schema of an item. It reads the new image and the old one. */
interface Options<Image> {
  readonly image: z.ZodType<Image>;
}

/**
 * Changes of the items of a DynamoDB table, from the stream of the table. The work function gets a {@link Change}. The event source
 * needs `FunctionResponseTypes: [ReportBatchItemFailures]`.
 *
 * @example
 * const Order = z.object({ id: z.string(), state: z.string() });
 * export const handler = onEvent(dynamodb("orders", { image: Order }), ({ newImage }) => notify(newImage?.state));
 */
export function dynamodb<const Name extends string>(stream: Name): DynamoDb<Name, Fields>;
export function dynamodb<const Name extends string, Image>(
  stream: Name,
  options: Options<Image>,
): DynamoDb<Name, Image>;
export function dynamodb(stream: string, options?: Options<unknown>) {
  return options === undefined ? changes(stream, fields) : changes(stream, options.image);
}

const fields = z.record(z.string(), z.unknown());

const changes = <Image>(stream: string, image: z.ZodType<Image>): DynamoDb<string, Image> =>
  trigger({
    stream,
    event: batch,
    items: ({ Records }) => Records,
    record: recordFrom("aws:dynamodb", "the stream of a DynamoDB table", tableChange(image)),
    entry: changeEntry,
    given: ({ change }: TableChange<Image>) => change,
    identify: (record) => polledIdentity(record, textAt(record, "eventID")),
    lane: keysOf,
    respond: batchAnswer((record) => textAt(record, "dynamodb", "SequenceNumber")),
  });

/** The trigger of the stream of a table. `Image` is the type of the images that the work function gets. */
export type DynamoDb<Name extends string, Image> = Trigger<
  Name,
  Batch,
  unknown,
  TableChange<Image>,
  BatchAnswer,
  Change<Image>
>;

const changeEntry = ({ change, streamArn, eventId, item, exact, others }: TableChange<unknown>): NewEntry => ({
  identity: ["dynamodb", streamArn, eventId],
  time: change.time,
  source: streamArn,
  type: `com.amazonaws.dynamodb.${change.type}`,
  subject: subjectOf(jsonOf(sorted(exact.keys))),
  data: { ...item, ...others },
  json: jsonOf({ ...exact, ...others }),
});

/** The keys of an item as text, from a record that may be invalid. */
const keysOf = (record: unknown): string | undefined => {
  const change = has(record, "dynamodb") ? record.dynamodb : undefined;
  return has(change, "Keys") ? jsonOf(sorted(change.Keys)) : undefined;
};

/** The same fields in an order that depends only on their names. */
const sorted = (fields: unknown): Fields =>
  Object.fromEntries(Object.entries(Object(fields)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
