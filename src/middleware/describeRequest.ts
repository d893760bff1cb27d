import type { Request } from "@middy/core";
import * as z from "zod";

const Asked = z.object({ requestContext: z.object({ http: z.object({ method: z.string(), path: z.string() }) }) });
const Answered = z.object({ statusCode: z.number() });

/** For the request log: what was asked, and how it was answered. The query is left out: it may hold what the events hold. */
export const describeRequest = ({ event, response }: Request) => ({
  ...Asked.safeParse(event).data?.requestContext.http,
  status: Answered.safeParse(response).data?.statusCode,
});
