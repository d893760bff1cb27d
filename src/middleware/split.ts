import type { MiddlewareObj } from "@middy/core";
import type { Issue } from "../log/rejection.ts";
import type { Invocation, Trigger } from "../schemas/kit/trigger.ts";
import { invocationOf, type Settings } from "./invocation.ts";
import { parse } from "./parse.ts";

/**
 * An item of an event: `item` as it was delivered, which nothing changes, and `input`, which its schemas get (the item, or a decoded
 * copy of it). Or the whole event, where its envelope is not accepted.
 */
export type Part<Item> = { readonly item: Item; readonly input: unknown } | Unaccepted<Item>;

/** What a schema does not accept: an item, or, where `item` is absent, the whole event. */
export interface Unaccepted<Item> {
  readonly item?: Item;
  readonly reason: "schema" | "envelope";
  readonly issues: readonly Issue[];
  /** As it was delivered. */
  readonly payload: unknown;
}

/** Splits an event into its items, as they were delivered. */
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
