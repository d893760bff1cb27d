import type { Request } from "@middy/core";
import { has } from "../log/has.ts";
import { textAt } from "../log/textAt.ts";

/** The fields of the request log for an HTTP request. The query is left out, because it may hold data of the events. */
export const describeRequest = ({ event, response }: Request) => ({
  method: textAt(event, "requestContext", "http", "method"),
  path: textAt(event, "requestContext", "http", "path"),
  status: has(response, "statusCode") ? response.statusCode : undefined,
});
