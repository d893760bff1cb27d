import type { MiddlewareObj } from "@middy/core";
import { finish } from "../http/finish.ts";
import { headers } from "../http/headers.ts";
import { has } from "../log/has.ts";
import { textAt } from "../log/textAt.ts";

/** Sends every answer, that to an error too, as its request wants it: an HTTP API does not do so itself. */
export const finishAnswer = (): MiddlewareObj => {
  const after: MiddlewareObj["after"] = (request) => {
    const { event } = request;
    request.response = finish(request.response, {
      headers: (has(event, "headers") && headers().safeParse(event.headers).data) || {},
      method: textAt(event, "requestContext", "http", "method") ?? "",
    });
  };
  return { after, onError: after };
};
