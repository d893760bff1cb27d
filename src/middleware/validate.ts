import type { MiddlewareObj } from "@middy/core";
import type { NewEntry } from "../log/entry.ts";
import type { Invocation, Trigger } from "../schemas/kit/trigger.ts";
import { invocationOf, type Settings } from "./invocation.ts";
import { parse } from "./parse.ts";
import type { Part, Unaccepted } from "./split.ts";

/** An item after validation: a record, an entry that needs no work (`notice`), or an item to reject. */
export type Candidate<Item, Rec> =
  | { readonly item: Item; readonly record: Rec }
  | { readonly item: Item; readonly notice: NewEntry }
  | Unaccepted<Item>;

export type Candidates<Item, Rec> = readonly Candidate<Item, Rec>[];

/** Validates each item by itself, so that a wrong item does not affect the others. */
export const validate = <Event, Item, Rec, Answer>(
  trigger: Trigger<Event, Item, Rec, Answer>,
  settings: () => Settings,
): MiddlewareObj<readonly Part<Item>[]> => ({
  before: (request) => {
    const invocation = invocationOf(request, settings());
    const candidates = request.event.map((part) => candidateOf(trigger, part, invocation));
    Object.assign(request, { event: candidates });
  },
});

const candidateOf = <Event, Item, Rec, Answer>(
  trigger: Trigger<Event, Item, Rec, Answer>,
  part: Part<Item>,
  invocation: Invocation,
): Candidate<Item, Rec> => {
  if ("reason" in part) return part;
  const { item, input } = part;
  const schema = trigger.notice?.(item, invocation);
  if (schema !== undefined) {
    const notice = parse(schema, input);
    return notice.success ? { item, notice: notice.data } : rejected(item, notice);
  }
  const record = parse(trigger.record, input);
  return record.success ? { item, record: record.data } : rejected(item, record);
};

const rejected = <Item>(item: Item, { issues }: Pick<Unaccepted<Item>, "issues">): Unaccepted<Item> => ({
  item,
  reason: "schema",
  issues,
  payload: item,
});
