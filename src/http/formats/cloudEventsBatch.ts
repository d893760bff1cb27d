import type { Format, Page } from "../format.ts";

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#4-json-batch-format */
export const cloudEventsBatch: Format<Page> = {
  type: "application/cloudevents-batch+json",
  write: ({ entries }) => JSON.stringify(entries),
};
