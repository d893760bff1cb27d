import type { Entry } from "../../log/entry.ts";
import type { Format } from "../format.ts";

/** One entry: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md */
export const cloudEvent: Format<Entry> = {
  type: "application/cloudevents+json",
  write: (entry) => JSON.stringify(entry),
};
