import type { MiddlewareObj } from "@middy/core";
import type * as z from "zod";
import type { NewEntry } from "../log/entry.ts";
import type { Issue } from "../log/rejection.ts";
import type { Invocation, Trigger } from "../schemas/kit/trigger.ts";

/** An item after validation: accepted, kept without work, or rejected. */
export type Candidate<Item, Rec> =
  | { readonly item: Item; readonly record: Rec }
  | { readonly item: Item; readonly notice: NewEntry }
  | Unaccepted<Item>;

export type Candidates<Item, Rec> = readonly Candidate<Item, Rec>[];

/** What a schema does not accept: an item, or, where `item` is absent, the whole event. */
export interface Unaccepted<Item> {
  readonly item?: Item;
  readonly reason: "schema" | "envelope";
  readonly issues: readonly Issue[];
  readonly payload: unknown;
}

/** Turns an event into candidates: each of its items by itself, so that a bad one costs its neighbours nothing. */
export const validate = <Event, Item, Rec, Answer>(
  trigger: Trigger<Event, Item, Rec, Answer>,
  settings: () => Omit<Invocation, "functionArn">,
): MiddlewareObj<unknown> => ({
  before: (request) => {
    const invocation = { ...settings(), functionArn: request.context.invokedFunctionArn ?? "" };
    request.event = candidates(trigger, request.event, invocation);
  },
});

const candidates = <Event, Item, Rec, Answer>(
  trigger: Trigger<Event, Item, Rec, Answer>,
  event: unknown,
  invocation: Invocation,
): Candidates<Item, Rec> => {
  const envelope = parse(trigger.event, event);
  if (!envelope.success) return [{ reason: "envelope", issues: envelope.error.issues, payload: event }];
  return trigger.items(envelope.data, invocation).map((item) => {
    const notice = trigger.notice && parse(trigger.notice, item);
    if (notice?.success) return { item, notice: notice.data };
    const record = parse(trigger.record, item);
    return record.success
      ? { item, record: record.data }
      : { item, reason: "schema", issues: record.error.issues, payload: item };
  });
};

// A schema that throws has accepted nothing; thrown on, the error would have Lambda try again what can never be read.
const parse = <T>(schema: z.ZodType<T>, input: unknown) => {
  try {
    return schema.safeParse(input);
  } catch (error) {
    const issue = { path: [], code: "custom", message: `The schema cannot read it: ${error}` };
    return { success: false, error: { issues: [issue] } } as const;
  }
};
