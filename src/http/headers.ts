import { MIMEType } from "node:util";
import * as z from "zod";

/** The headers of a request by their names in lower case, as HTTP APIs send them and `sam local start-api` does not. */
export const headers = z
  .record(z.string(), z.string())
  .default({})
  .transform((given) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value])));

export const mediaType = (header: string | undefined): MIMEType | undefined => {
  try {
    return header === undefined ? undefined : new MIMEType(header);
  } catch {
    return undefined;
  }
};

/** Whether a body of that type is JSON: the one answer to it, for what parses bodies and for what reads them. */
export const isJson = (type: MIMEType | undefined): boolean =>
  type?.type === "application" && /^(.+\+)?json$/.test(type.subtype);
