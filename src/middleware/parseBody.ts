import type { MiddlewareObj } from "@middy/core";
import jsonBodyParser, { type RequestEvent } from "@middy/http-json-body-parser";
import { refusal } from "../api/refusal.ts";

/**
 * Parses the body of a request where its content type is JSON, by @middy/http-json-body-parser in its lenient form,
 * which leaves every other event as it is. A body that is not JSON is refused with a 400.
 */
export const parseBody = (): MiddlewareObj<RequestEvent> => ({
  before: async (request) => {
    if (typeof request.event !== "object" || request.event === null) return;
    try {
      await before?.(request);
    } catch (error) {
      throw refusal(400, `The body is not JSON: ${reason(error)}`);
    }
  },
});

const { before } = jsonBodyParser({ disableContentTypeError: true });

const reason = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  const message = typeof cause === "object" && cause !== null && "message" in cause ? cause.message : undefined;
  return String(message ?? (error instanceof Error ? error.message : error));
};
