import { MIMEType } from "node:util";
import * as z from "zod";

/** The headers of a request by their names in lower case. HTTP APIs send them so, and `sam local start-api` does not. One without a value is left out. */
export const headers = z
  .record(z.string(), z.string().nullish())
  .nullish()
  .transform((given) =>
    Object.fromEntries(
      Object.entries(given ?? {}).flatMap(([name, value]) => (value == null ? [] : [[name.toLowerCase(), value]])),
    ),
  );

export const mediaType = (header: string | undefined): MIMEType | undefined => {
  try {
    return header === undefined ? undefined : new MIMEType(header);
  } catch {
    return undefined;
  }
};

// `*/json` and `*/*+json` (CloudEvents' JSON format, section 3.1).
/** Whether a body of that type is JSON, whatever its parameters are. What parses bodies and what reads them both ask here. */
export const isJson = (type: MIMEType | undefined): boolean => type !== undefined && /^(.+\+)?json$/.test(type.subtype);
