import type { MiddlewareObj, Request } from "@middy/core";
import eventNormalizer from "@middy/event-normalizer";
import { stringify } from "../log/json.ts";
import type { Part } from "./split.ts";

/**
 * Decodes each item with @middy/event-normalizer, as a record of `eventSource`. The normalizer changes what it is given, and
 * throws on what it cannot read. So it gets one item at a time, and a copy of it. Where it throws, the item's schemas get the item
 * as it came.
 */
export const normalize = (eventSource: string): MiddlewareObj<readonly Part<unknown>[]> => ({
  before: async (request) => {
    request.event = await Promise.all(
      request.event.map(async (part) =>
        "reason" in part ? part : { ...part, input: await normalized(part.item, eventSource, request) },
      ),
    );
  },
});

const { before } = eventNormalizer();

const normalized = async (item: unknown, eventSource: string, request: Request): Promise<unknown> => {
  try {
    // The normalizer takes the source of the event for that of its records. So it decodes those that name another source, or none.
    const event = { eventSource, Records: [copyOf(item)] };
    await before?.({ ...request, event });
    return event.Records[0];
  } catch {
    return item;
  }
};

const copyOf = (item: unknown): unknown => {
  try {
    return structuredClone(item);
  } catch {
    return JSON.parse(stringify(item)); // nested deeper than the stack reaches
  }
};
