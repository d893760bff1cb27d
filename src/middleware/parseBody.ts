import type { MiddlewareObj } from "@middy/core";
import jsonBodyParser, { type RequestEvent } from "@middy/http-json-body-parser";
import * as z from "zod";
import { headers, isJson, mediaType } from "../http/headers.ts";
import { httpError } from "../http/httpError.ts";
import { errorText } from "../log/errorText.ts";
import { isDeeperThan, MAX_DEPTH } from "../log/json.ts";

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Parses the body of a request where its content type is JSON, by @middy/http-json-body-parser. Refuses what is larger than
 * can be kept, before it costs anything (413), and what is no JSON, or JSON that would not be kept as it came (400).
 */
export const parseBody = (): MiddlewareObj<RequestEvent> => ({
  before: async (request) => {
    const { success, data } = Request.safeParse(request.event);
    if (!success) return; // its schema says what is wrong
    const bytes = Buffer.from(data.body ?? "", data.isBase64Encoded ? "base64" : "utf8");
    if (bytes.length > MAX_BODY_BYTES)
      throw httpError(
        413,
        `The body has more than ${MAX_BODY_BYTES} bytes; send fewer events at once, or a reference to the data`,
      );
    if (!isJson(mediaType(data.headers["content-type"]))) return;
    if (isDeeperThan(bytes.toString(), MAX_DEPTH))
      throw httpError(400, `The body is nested deeper than ${MAX_DEPTH} levels; send it as a text`);
    try {
      const event = { ...request.event }; // which the parser changes: the one that was delivered stays as it is
      await before?.({ ...request, event });
      request.event = event;
    } catch (error) {
      throw httpError(400, `The body is not JSON: ${reason(error)}`);
    }
  },
});

const Request = z.object({ headers, body: z.string().nullish(), isBase64Encoded: z.boolean().default(false) });

// JSON.parse makes Infinity of 1e400, and JSON.stringify null of that.
const finite = (_: string, value: unknown): unknown => {
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
    throw new Error("it holds a number too large for a double; send it as a text");
  return value;
};

const { before } = jsonBodyParser({ disableContentTypeCheck: true, reviver: finite });

const reason = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  const message = typeof cause === "object" && cause !== null && "message" in cause ? cause.message : undefined;
  return String(message ?? errorText(error));
};
