import type { MiddlewareObj } from "@middy/core";
import type { NewEntry } from "../log/entry.ts";
import type { Invocation, Trigger } from "../schemas/kit/trigger.ts";
import { invocationOf, type Settings } from "./invocation.ts";
import { parse } from "./parse.ts";
import type { Delivered, Part, Unaccepted } from "./split.ts";

/** An item after validation: a record, an entry that needs no work (`notice`), or an item to reject. */
export type Candidate<Item, Rec> =
  | (Delivered<Item> & { readonly record: Rec })
  | (Delivered<Item> & { readonly notice: NewEntry })
  | Unaccepted<Item>;

export type Candidates<Item, Rec> = readonly Candidate<Item, Rec>[];

/** Validates each item by itself, so that a wrong item does not affect the others. */
export const validate = <Item, Rec>(
  trigger: Validating<Item, Rec>,
  settings: () => Settings,
): MiddlewareObj<readonly Part<Item>[]> => ({
  before: (request) => {
    const invocation = invocationOf(request, settings());
    const candidates = request.event.map((part) => candidateOf(trigger, part, invocation));
    Object.assign(request, { event: candidates });
  },
});

type Validating<Item, Rec> = Pick<Trigger<string, unknown, Item, Rec, unknown>, "record" | "notice">;

const candidateOf = <Item, Rec>(
  trigger: Validating<Item, Rec>,
  part: Part<Item>,
  invocation: Invocation,
): Candidate<Item, Rec> => {
  if ("reason" in part) return part;
  const { input, ...delivered } = part;
  const schema = trigger.notice?.(part.item, invocation);
  if (schema !== undefined) {
    const notice = parse(schema, input);
    return notice.success ? { ...delivered, notice: notice.data } : rejected(delivered, notice);
  }
  const record = parse(trigger.record, input);
  return record.success ? { ...delivered, record: record.data } : rejected(delivered, record);
};

const rejected = <Item>(
  delivered: Delivered<Item>,
  { issues }: Pick<Unaccepted<Item>, "issues">,
): Unaccepted<Item> => ({ ...delivered, reason: "schema", issues });
