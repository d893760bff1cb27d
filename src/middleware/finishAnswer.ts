import type { MiddlewareObj } from "@middy/core";
import * as z from "zod";
import { finish } from "../http/finish.ts";
import { headers } from "../http/headers.ts";
import { lazy } from "../log/lazy.ts";

/** Sends every answer, that to an error too, as its request wants it: an HTTP API does not do so itself. */
export const finishAnswer = (): MiddlewareObj => {
  const after: MiddlewareObj["after"] = (request) => {
    const { headers = {}, requestContext } = Asked().safeParse(request.event).data ?? {};
    request.response = finish(request.response, { headers, method: requestContext?.http.method ?? "" });
  };
  return { after, onError: after };
};

const Asked = lazy(() =>
  z.object({ headers: headers(), requestContext: z.object({ http: z.object({ method: z.string() }) }) }),
);
