import type { Request } from "@middy/core";
import * as z from "zod";
import { lazy } from "../log/lazy.ts";

const HttpEvent = lazy(() =>
  z.object({ requestContext: z.object({ http: z.object({ method: z.string(), path: z.string() }) }) }),
);
const Answer = lazy(() => z.object({ statusCode: z.number() }));

/** The fields of the request log for an HTTP request. The query is left out, because it may hold data of the events. */
export const describeRequest = ({ event, response }: Request) => ({
  ...HttpEvent().safeParse(event).data?.requestContext.http,
  status: Answer().safeParse(response).data?.statusCode,
});
