import type * as z from "zod";
import type { NewEntry } from "../../log/entry.ts";
import type { Issue, Reason } from "../../log/rejection.ts";

/**
 * Everything that is special about one kind of AWS event. It is pure: no I/O, no clock.
 * `Name` is the name of the stream, `Event` the type of the envelope, `Item` that of one record in it, `Rec` that of a validated
 * record, `Answer` that of the answer to Lambda, and `Given` that of what the work function gets.
 */
export interface Trigger<Name extends string, Event, Item, Rec, Answer, Given = Rec> {
  /** The stream of the log to which the trigger writes. */
  readonly stream: Name;
  /** The schema of the envelope. It checks only the fields that are read, and accepts all others. */
  readonly event: z.ZodType<Event>;
  /**
   * The records of an event, as they were delivered, because a rejection keeps them in this form. Each item also holds what it needs
   * of its envelope, but only a few chosen headers. If it throws, the log keeps nothing of the event, and the error goes to
   * `answerError`: so the trigger `http` refuses a request that is not an event.
   */
  readonly items: (event: Event, invocation: Invocation) => readonly Item[];
  /** The record in an item, as it was delivered. The schemas get it, and a rejection keeps it. */
  readonly payload: (item: Item) => unknown;
  /**
   * The event source for which @middy/event-normalizer decodes the records, as in `aws:s3`. The schemas then get a decoded copy of each
   * record. Without it, the schemas get the record as it was delivered.
   */
  readonly normalizedAs?: string;
  /** The schema of a record. Its output goes to `entry`. Each record is validated by itself. */
  readonly record: z.ZodType<Rec>;
  /** Returns the schema of an item that is kept without work (S3's test event); `undefined` for an ordinary record. */
  readonly notice?: (item: Item, invocation: Invocation) => z.ZodType<NewEntry> | undefined;
  readonly entry: (record: Rec) => NewEntry;
  /** The part of a record that the work function gets. `entry` is the entry that is to be written. */
  readonly given: (record: Rec, entry: NewEntry) => Given;
  /**
   * The identity of a rejected item: equal for all its deliveries. Without it, or if it returns `undefined`, the identity is the JSON
   * text of the item, its index in the event and the id of the first request. A trigger that polls a queue or a stream must define
   * it, because there each delivery has a request id of its own.
   */
  readonly identify?: (item: Item) => readonly string[] | undefined;
  /**
   * The lane of an item: a message group, a partition key. The items of one lane are kept in order. After the first failure in a lane,
   * the rest of the lane fails without a try. A rejection is no failure. Without a lane, only deliveries of the same event are in order.
   */
  readonly lane?: (item: Item) => string | undefined;
  /** Makes the answer to Lambda. Throws if Lambda must deliver the whole event again. */
  readonly respond: (outcomes: readonly Outcome<Item>[]) => Answer;
  /**
   * If set, an event that does not fit in one item of the table is refused, and nothing of it is kept. Its caller gets an error.
   * Otherwise the data of such an event is cut, because an asynchronous event has no caller who could get an error.
   */
  readonly refusesLarge?: true;
  /** Makes the answer to an error (HTTP). Without it, the error is thrown to Lambda. */
  readonly answerError?: (error: unknown) => Answer;
}

/** What a trigger may read besides the event: settings of the deployer, and those parts of the Lambda context that do not change between deliveries. */
export interface Invocation {
  readonly functionArn: string;
  /** Whether an entry says who sent the event. */
  readonly keepCaller?: boolean;
}

/** The result for one item. `item` is absent if the envelope was rejected. `truncated` means that this call cut the item's data. */
export type Outcome<Item> = { readonly item?: Item } & (
  | { readonly status: "written"; readonly id: string; readonly truncated: boolean }
  | { readonly status: "duplicate"; readonly id: string }
  | {
      readonly status: "rejected";
      readonly id: string;
      readonly truncated: boolean;
      readonly reason: Reason;
      readonly issues: readonly Issue[];
    }
  /** Refused because of its size as an item of the table, in bytes. Nothing of it is kept. */
  | { readonly status: "toolarge"; readonly size: number; readonly limit: number }
  /** `isRefused` means that the item was rejected, and the log did not accept the rejection. */
  | { readonly status: "failed"; readonly error: unknown; readonly isRefused?: true }
);

type Parts<Name extends string, Event, Item, Rec, Answer, Given> = Omit<
  Trigger<Name, Event, Item, Rec, Answer, Given>,
  "payload" | "given"
>;

/**
 * Makes a trigger and infers its types from its schemas. By default, the item is the payload, and the work function gets the whole
 * record.
 *
 * @example
 * const Mail = z.object({ messageId: text(256), sentAt: instant });
 *
 * export const mails = <const Name extends string>(stream: Name) =>
 *   trigger({
 *     stream,
 *     event: z.object({ Records: z.array(z.unknown()).min(1) }),
 *     items: ({ Records }) => Records,
 *     record: Mail,
 *     entry: ({ messageId, sentAt }) => ({
 *       identity: ["mail", messageId],
 *       time: sentAt,
 *       source: "mail.example.com",
 *       type: "com.example.mail.Received",
 *     }),
 *     respond: reportOrThrow,
 *   });
 */
export function trigger<Name extends string, Event, Item, Rec, Answer>(
  parts: Parts<Name, Event, Item, Rec, Answer, Rec> & { readonly payload?: (item: Item) => unknown },
): Trigger<Name, Event, Item, Rec, Answer, Rec>;
export function trigger<Name extends string, Event, Item, Rec, Answer, Given>(
  parts: Parts<Name, Event, Item, Rec, Answer, Given> & {
    readonly payload?: (item: Item) => unknown;
    readonly given: (record: Rec, entry: NewEntry) => Given;
  },
): Trigger<Name, Event, Item, Rec, Answer, Given>;
export function trigger<Name extends string, Event, Item, Rec, Answer>(
  parts: Parts<Name, Event, Item, Rec, Answer, unknown>,
): Trigger<Name, Event, Item, Rec, Answer, unknown> {
  return { payload: itself, given: itself, ...parts };
}

const itself = (value: unknown): unknown => value;
