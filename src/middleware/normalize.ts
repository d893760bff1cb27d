import type { MiddlewareObj, Request } from "@middy/core";
import eventNormalizer from "@middy/event-normalizer";
import { copyOf } from "../log/copyOf.ts";
import type { Part } from "./split.ts";

/**
 * Decodes each record with @middy/event-normalizer, as a record of `eventSource`. The normalizer changes its input, and throws if it
 * cannot read a record. So it gets a copy of one record at a time. If it throws, the schemas get the record as it was delivered.
 */
export const normalize = (eventSource: string): MiddlewareObj<readonly Part<unknown>[]> => ({
  before: async (request) => {
    request.event = await Promise.all(
      request.event.map(async (part) =>
        "reason" in part ? part : { ...part, input: await normalized(part.payload, eventSource, request) },
      ),
    );
  },
});

const { before } = eventNormalizer();

const normalized = async (item: unknown, eventSource: string, request: Request): Promise<unknown> => {
  try {
    // The normalizer prefers the `eventSource` of the event to that of its records. So it also decodes a record with another source.
    const event = { eventSource, Records: [copyOf(item)] };
    await before?.({ ...request, event });
    return event.Records[0];
  } catch {
    return item;
  }
};
