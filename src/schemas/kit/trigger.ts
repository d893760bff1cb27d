import type * as z from "zod";
import type { NewEntry } from "../../log/entry.ts";
import type { Issue, Reason } from "../../log/rejection.ts";
import type { Stream } from "../../log/streams.ts";

/**
 * Everything that is special about one kind of AWS event. It is pure: no I/O, no clock.
 * `Event` is the type of the envelope, `Item` that of one record in it, `Rec` that of a validated record, and `Answer` that of the
 * answer to Lambda.
 */
export interface Trigger<Event, Item, Rec, Answer> {
  readonly stream: Stream;
  /** The schema of the envelope. It checks only the fields that are read, and accepts all others. */
  readonly event: z.ZodType<Event>;
  /**
   * The records of an event, as they were delivered, because a rejection keeps them in this form. Each item also holds what it needs
   * of its envelope, but only a few chosen headers. Throws an HttpError for a request that is not an event (405, 413, 415). The log
   * keeps nothing of such a request.
   */
  readonly items: (event: Event, invocation: Invocation) => readonly Item[];
  /**
   * The event source for which @middy/event-normalizer decodes the items, as in `aws:s3`. The schemas then get a decoded copy of each
   * item. Without it, the schemas get the item as it was delivered.
   */
  readonly normalizedAs?: string;
  /** The schema of an item. Its output goes to the work function and to `entry`. Each item is validated by itself. */
  readonly record: z.ZodType<Rec>;
  /** Returns the schema of an item that is kept without work (S3's test event); `undefined` for an ordinary record. */
  readonly notice?: (item: Item, invocation: Invocation) => z.ZodType<NewEntry> | undefined;
  readonly entry: (record: Rec) => NewEntry;
  /**
   * The identity of a rejected item: equal for all its deliveries. Without it, or if it returns `undefined`, the identity is the JSON
   * text of the item, its index in the event and the id of the first request. A trigger that polls a queue or a stream must define
   * it, because there each delivery has a request id of its own.
   */
  readonly identify?: (item: Item) => readonly string[] | undefined;
  /** Makes the answer to Lambda. Throws if Lambda must deliver the event again. */
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

/** Infers the types of a trigger from its schemas. */
export const trigger = <Event, Item, Rec, Answer>(
  parts: Trigger<Event, Item, Rec, Answer>,
): Trigger<Event, Item, Rec, Answer> => parts;
