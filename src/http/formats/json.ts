import type { Format } from "../format.ts";

/** The page as it is, with what says where the next one begins. */
export const json: Format = { type: "application/json", write: (page) => JSON.stringify(page) };
