import type * as z from "zod";
import type { NewEntry } from "../../log/entry.ts";
import type { Issue, Reason } from "../../log/rejection.ts";
import type { Stream } from "../../log/streams.ts";

/**
 * One kind of AWS event: everything that is particular to it. Pure: no I/O, no clock.
 * `Event` is the envelope, `Item` one of the records in it, `Rec` such a record once it is validated,
 * `Answer` what Lambda is answered.
 */
export interface Trigger<Event, Item, Rec, Answer> {
  readonly stream: Stream;
  /** The envelope: only the fields that are read, loose about the rest. */
  readonly event: z.ZodType<Event>;
  /**
   * The records of an event, as they were delivered: a rejection keeps them so. Each is self-contained: it carries what it
   * needs of its envelope, and no header but those picked. Throws an HttpError for what is no event at all (HTTP: 405, 413,
   * 415), of which nothing is kept.
   */
  readonly items: (event: Event, invocation: Invocation) => readonly Item[];
  /**
   * The event source that @middy/event-normalizer shall take the items for, as in `aws:s3`. The schemas then get a decoded copy
   * of each item. A trigger without it decodes for itself.
   */
  readonly normalizedAs?: string;
  /** Item → what the work gets and `entry` reads. Each item is validated by itself. */
  readonly record: z.ZodType<Rec>;
  /** The schema of an item that is kept but never worked on (S3's test event), or `undefined` for a record. */
  readonly notice?: (item: Item, invocation: Invocation) => z.ZodType<NewEntry> | undefined;
  readonly entry: (record: Rec) => NewEntry;
  /**
   * What makes two deliveries of a rejected item the same. Where it is not given, or gives nothing, these do: the item's JSON text,
   * its place in the event and the id of the first request. So a trigger that polls a queue or a stream must give it: each of its
   * deliveries is a request of its own.
   */
  readonly identify?: (item: Item) => readonly string[] | undefined;
  /** What Lambda is answered; or throws, so that Lambda tries again. */
  readonly respond: (outcomes: readonly Outcome<Item>[]) => Answer;
  /**
   * Refuses an event that does not fit in one item of the table, and keeps nothing of it: a caller waits who can be told.
   * Without it, the data of such an event is cut, because an asynchronous event cannot be refused.
   */
  readonly refusesLarge?: true;
  /** What to answer to an error, where other triggers throw it to Lambda: HTTP. */
  readonly answerError?: (error: unknown) => Answer;
}

/** What a trigger may read beside the event: of the Lambda context, the same at every delivery, and of the deployer's settings. */
export interface Invocation {
  readonly functionArn: string;
  /** Whether an entry says who sent it, where the event does. */
  readonly keepCaller?: boolean;
}

/** How one item ended. `item` is absent if the envelope itself was rejected; `truncated` says that this call has cut its data. */
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
  /** Refused because of its size, in bytes as an item of the table: nothing of it is kept. */
  | { readonly status: "toolarge"; readonly size: number; readonly limit: number }
  /** `isRefused`: it was to be rejected, and the log does not take the rejection. */
  | { readonly status: "failed"; readonly error: unknown; readonly isRefused?: true }
);

/** Lets the types of a trigger flow from its schemas. */
export const trigger = <Event, Item, Rec, Answer>(
  parts: Trigger<Event, Item, Rec, Answer>,
): Trigger<Event, Item, Rec, Answer> => parts;
