import type { MiddlewareObj, Request } from "@middy/core";
import eventNormalizer from "@middy/event-normalizer";
import { stringify } from "../log/json.ts";

/**
 * Decodes what AWS encodes in a record (an S3 key, a Kinesis payload, an event within a message) by @middy/event-normalizer,
 * which reads the kind of all records from the first one, changes what it is given, and throws on what it cannot read.
 * So it gets one record at a time, as a copy; where it throws, the record stays as it came and its schema decides.
 */
export const normalize = (): MiddlewareObj<unknown> => ({
  before: async (request) => {
    const { event } = request;
    if (typeof event !== "object" || event === null || Array.isArray(event)) return;
    request.event =
      "Records" in event && Array.isArray(event.Records)
        ? { ...event, Records: await Promise.all(event.Records.map((record) => normalized(record, request))) }
        : { ...event };
  },
});

const { before } = eventNormalizer();

const normalized = async (record: unknown, request: Request): Promise<unknown> => {
  try {
    const event = { Records: [copyOf(record)] };
    await before?.({ ...request, event });
    return event.Records[0];
  } catch {
    return record;
  }
};

const copyOf = (record: unknown): unknown => {
  try {
    return structuredClone(record);
  } catch {
    return JSON.parse(stringify(record)); // nested deeper than the stack reaches
  }
};
