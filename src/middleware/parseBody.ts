import type { MiddlewareObj } from "@middy/core";
import jsonBodyParser, { type RequestEvent } from "@middy/http-json-body-parser";
import * as z from "zod";
import { bodyFields, bytesOf } from "../http/body.ts";
import { isJson, mediaType } from "../http/headers.ts";
import { httpError } from "../http/httpError.ts";
import { utf8 } from "../http/utf8.ts";
import { isDeeperThan, MAX_DEPTH } from "../log/depth.ts";
import { errorText } from "../log/errorText.ts";
import { mayBeInexact, parseExact } from "../log/exactNumbers.ts";
import { firstParses } from "../log/firstParses.ts";
import { lazy } from "../log/lazy.ts";
import { repeatedName } from "../log/repeatedName.ts";

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Parses a JSON body with @middy/http-json-body-parser, and puts the result in `json` of the event. The body itself does not change.
 * Throws an HttpError if the body is compressed (415), is too large (413), is not JSON, or is JSON that the log could not keep
 * unchanged (400). Does nothing if `envelope` does not accept the event.
 */
export const parseBody = (envelope: z.ZodType): MiddlewareObj<RequestEvent> => ({
  before: async (request) => {
    if (!envelope.safeParse(request.event, firstParses()).success) return;
    const { headers, body, isBase64Encoded } = Request().parse(request.event, firstParses());
    rejectCoding(headers["content-encoding"]);
    const bytes = bytesOf(body, isBase64Encoded);
    if (bytes.length > MAX_BODY_BYTES)
      throw httpError(
        413,
        `The body has more than ${MAX_BODY_BYTES} bytes. Send fewer events at once, or a reference to the data`,
      );
    if (!isBase64Encoded && body?.isWellFormed() === false) throw notUtf8();
    const isParsed = bytes.length > 0 && isJson(mediaType(headers["content-type"]));
    const json = isParsed ? await parsed(bytes, request) : undefined;
    request.event = Object.assign({}, request.event, { json });
  },
});

const Request = lazy(() => z.object(bodyFields()));

const rejectCoding = (contentEncoding = ""): void => {
  if (contentEncoding.split(",").every((coding) => /^\s*(identity)?\s*$/i.test(coding))) return;
  throw httpError(415, `The Content-Encoding ${contentEncoding} is not supported. Send the body without an encoding`, {
    "accept-encoding": "identity",
  });
};

const { before } = jsonBodyParser({ disableContentTypeCheck: true });

/** A byte order mark at the beginning is ignored, as RFC 8259 (section 8.1) allows. */
const parsed = async (bytes: Buffer, request: Parameters<NonNullable<typeof before>>[0]): Promise<unknown> => {
  const json = utf8(bytes, "ignore");
  if (json === undefined) throw notUtf8();
  if (isDeeperThan(json, MAX_DEPTH))
    throw httpError(400, `The body is nested deeper than ${MAX_DEPTH} levels. Send it as a JSON string`);
  const event = { ...request.event, body: json, isBase64Encoded: false };
  try {
    await before?.({ ...request, event });
  } catch (error) {
    throw httpError(400, reason(error));
  }
  const name = repeatedName(json);
  if (name !== undefined)
    throw httpError(
      400,
      `An object in the body has the name ${quoted(name)} twice. The log can keep only one of the values`,
    );
  return mayBeInexact(json) ? parseExact(json) : event.body; // middy's parser cannot show how a number was written
};

const notUtf8 = () =>
  httpError(400, "The body is not valid UTF-8; send text in UTF-8, and bytes as a binary CloudEvent");

const reason = (error: unknown): string => {
  const { data } = Cause().safeParse(error);
  if (data === undefined) return `The body is not JSON: ${errorText(error)}`;
  return data.cause.message === undefined
    ? `The body has the name ${quoted(data.cause.data)}, which is not allowed: in JavaScript it sets the prototype of an object`
    : `The body is not JSON: ${data.cause.message}`;
};

const Cause = lazy(() => z.object({ cause: z.object({ message: z.string().optional(), data: z.unknown() }) }));

const quoted = (name: unknown): string => JSON.stringify(String(name).slice(0, 100));
