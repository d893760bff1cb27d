import type { MiddlewareObj } from "@middy/core";
import * as z from "zod";
import { gzip } from "../http/gzip.ts";
import { headers } from "../http/headers.ts";

const RequestHeaders = z.object({ headers });

/** Sends a long answer as gzip if the client accepts it. An HTTP API does not compress answers itself. */
export const compress = (): MiddlewareObj => ({
  after: (request) => {
    const { data } = RequestHeaders.safeParse(request.event);
    request.response = gzip(request.response, data?.headers["accept-encoding"]);
  },
});
