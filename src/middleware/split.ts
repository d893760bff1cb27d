import type { MiddlewareObj } from "@middy/core";
import type { Issue } from "../log/rejection.ts";
import type { Invocation, Trigger } from "../schemas/kit/trigger.ts";
import { invocationOf, type Settings } from "./invocation.ts";
import { parse } from "./parse.ts";

/**
 * One item of an event, or the whole event if its envelope is not accepted. `item` is the item as it was delivered, and nothing
 * changes it. `input` goes to the schemas: it is the item, or a decoded copy of it.
 */
export type Part<Item> = { readonly item: Item; readonly input: unknown } | Unaccepted<Item>;

/** An item that its schema does not accept, or a whole event. A whole event has no `item`. */
export interface Unaccepted<Item> {
  readonly item?: Item;
  readonly reason: "schema" | "envelope";
  readonly issues: readonly Issue[];
  /** The item or the event, as it was delivered. */
  readonly payload: unknown;
}

/** Splits an event into its items. It does not change them. */
export const split = <Event, Item, Rec, Answer>(
  trigger: Trigger<Event, Item, Rec, Answer>,
  settings: () => Settings,
): MiddlewareObj<unknown> => ({
  before: (request) => {
    request.event = parts(trigger, request.event, invocationOf(request, settings()));
  },
});

const parts = <Event, Item, Rec, Answer>(
  trigger: Trigger<Event, Item, Rec, Answer>,
  event: unknown,
  invocation: Invocation,
): readonly Part<Item>[] => {
  const envelope = parse(trigger.event, event);
  if (!envelope.success) return [{ reason: "envelope", issues: envelope.issues, payload: event }];
  return trigger.items(envelope.data, invocation).map((item) => ({ item, input: item }));
};
