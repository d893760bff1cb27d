import type { MiddlewareObj } from "@middy/core";
import * as z from "zod";
import { gzip } from "../http/gzip.ts";
import { headers } from "../http/headers.ts";

const Asked = z.object({ headers });

/** Sends a long answer as gzip, where the client accepts it: an HTTP API does not do so itself. */
export const compress = (): MiddlewareObj => ({
  after: (request) => {
    request.response = gzip(request.response, Asked.safeParse(request.event).data?.headers["accept-encoding"]);
  },
});
