import type { Format } from "../format.ts";

/** Any value as JSON. */
export const json: Format<unknown> = { type: "application/json", write: (value) => JSON.stringify(value) };
