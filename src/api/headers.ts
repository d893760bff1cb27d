import * as z from "zod";

/** The headers of a request by their names in lower case, as HTTP APIs send them and `sam local start-api` does not. */
export const headers = z
  .record(z.string(), z.string())
  .default({})
  .transform((given) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value])));
