import { XMLParser } from "fast-xml-parser";
import * as z from "zod";
import { errorText } from "../../log/errorText.ts";
import { S3Error } from "./s3Error.ts";

// White space is kept, because a key may begin or end with it. An element that can repeat is always a list.
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  removeNSPrefix: true,
  htmlEntities: true,
  isArray: (name) => name === "Object" || name === "Part" || name === "Tag",
});

/** Reads the XML body of a request by a schema. A text of an element without content is `""`. Throws S3's MalformedXML. */
export const parseXml = <T>(body: string, schema: z.ZodType<T>): T => {
  const read = schema.safeParse(parsed(body));
  if (!read.success) throw malformed(z.prettifyError(read.error));
  return read.data;
};

const parsed = (body: string): unknown => {
  try {
    return parser.parse(body, true);
  } catch (error) {
    throw malformed(errorText(error));
  }
};

const malformed = (why: string) =>
  new S3Error(400, "MalformedXML", `The XML you provided was not well-formed or did not validate. ${why}`);
