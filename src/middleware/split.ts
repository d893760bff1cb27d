import type { MiddlewareObj } from "@middy/core";
import type { Issue } from "../log/rejection.ts";
import type { Invocation, Trigger } from "../schemas/kit/trigger.ts";
import { invocationOf, type Settings } from "./invocation.ts";
import { parse } from "./parse.ts";

/** One record of an event, or the whole event if its envelope is not accepted. */
export type Part<Item> = (Delivered<Item> & { readonly input: unknown }) | Unaccepted<Item>;

/**
 * An item and its record as it was delivered. Nothing changes them. `input` goes to the schemas: it is the payload, or a decoded copy
 * of it.
 */
export interface Delivered<Item> {
  readonly item: Item;
  readonly payload: unknown;
}

/** An item that its schema does not accept, or a whole event. A whole event has no `item`. */
export interface Unaccepted<Item> {
  readonly item?: Item;
  readonly reason: "schema" | "envelope";
  readonly issues: readonly Issue[];
  /** The record or the event, as it was delivered. */
  readonly payload: unknown;
}

/** Splits an event into its items. It does not change them. */
export const split = <Event, Item>(
  trigger: Splitting<Event, Item>,
  settings: () => Settings,
): MiddlewareObj<unknown> => ({
  before: (request) => {
    request.event = parts(trigger, request.event, invocationOf(request, settings()));
  },
});

type Splitting<Event, Item> = Pick<Trigger<string, Event, Item, unknown, unknown>, "event" | "items" | "payload">;

const parts = <Event, Item>(
  { event: schema, items, payload }: Splitting<Event, Item>,
  event: unknown,
  invocation: Invocation,
): readonly Part<Item>[] => {
  const envelope = parse(schema, event);
  if (!envelope.success) return [{ reason: "envelope", issues: envelope.issues, payload: event }];
  return items(envelope.data, invocation).map((item) => {
    const delivered = payload(item);
    return { item, payload: delivered, input: delivered };
  });
};
