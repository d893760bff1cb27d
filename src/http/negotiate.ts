import Negotiator from "negotiator";
import { essence, type Format } from "./format.ts";
import { httpError } from "./httpError.ts";

/** The formats of one resource. A client without a preference gets the first one. */
export type Formats<T> = readonly [Format<T>, ...Format<T>[]];

/**
 * The format that `Accept` prefers (RFC 9110, section 12.5.1). Parameters other than `q` are ignored: a client that asks for
 * `application/json; charset=utf-8` means JSON. Throws an HttpError (406) that names the formats if the client accepts none of them.
 */
export const negotiate = <T>(formats: Formats<T>, accept = ""): Format<T> => {
  if (NOTHING.test(accept)) return formats[0];
  const negotiator = new Negotiator({ headers: { accept: accept.replaceAll(PARAMETER, "") } });
  const preferred = negotiator.mediaType(formats.map(essence));
  const format = formats.find((format) => essence(format) === preferred);
  if (format === undefined)
    throw httpError(406, `No format fits Accept: ${accept}. The formats are ${formats.map(essence).join(", ")}`);
  return format;
};

/** A list without members. Such a client has no preference. */
const NOTHING = /^[\s,]*$/;

/** A parameter of a media range that is not `q`. Its value can be a quoted string. */
const PARAMETER = /;[ \t]*(?!q[ \t]*=)[^=;,\s]+[ \t]*(?:=[ \t]*(?:"(?:[^"\\]|\\.)*"|[^;,]*))?/gi;
