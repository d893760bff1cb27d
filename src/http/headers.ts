import { MIMEType } from "node:util";
import * as z from "zod";
import { lazy } from "../log/lazy.ts";

/** The headers of a request, with their names in lower case. HTTP APIs send them like that, but `sam local start-api` does not. Headers without a value are left out. */
export const headers = lazy(() =>
  z
    .record(z.string(), z.string().nullish())
    .nullish()
    .transform((given) =>
      Object.fromEntries(
        Object.entries(given ?? {}).flatMap(([name, value]) => (value == null ? [] : [[name.toLowerCase(), value]])),
      ),
    ),
);

export const mediaType = (header: string | undefined): MIMEType | undefined => {
  try {
    return header === undefined ? undefined : new MIMEType(header);
  } catch {
    return undefined;
  }
};

// `*/json` and `*/*+json` are JSON, with any parameters (CloudEvents' JSON format, section 3.1).
/** Whether a body of this type is JSON. */
export const isJson = (type: MIMEType | undefined): boolean => type !== undefined && /^(.+\+)?json$/.test(type.subtype);
