import * as z from "zod";
import { Problem } from "../api/problem.ts";
import type { Content, Response } from "./operation.ts";

const ProblemDetails = Problem.meta({ id: "Problem", description: "Problem details for HTTP APIs (RFC 9457)" });
const Message = z
  .object({ message: z.string() })
  .meta({ id: "Message", description: "How API Gateway says what it refuses itself" });

const ours: Content = { "application/problem+json": { schema: ProblemDetails } };
const gateways: Content = { "application/json": { schema: Message } };

/** What a function answers where it cannot do what was asked. */
export const problem = (description: string, headers?: z.ZodObject): Response => ({
  description,
  ...(headers && { headers }),
  content: ours,
});

/** The function could not do what was asked, or, where that failed itself, API Gateway says so: another try may succeed. */
export const unavailable = (description: string): Response => ({
  description,
  headers: z.object({ "retry-after": z.string().exactOptional().describe("Seconds to wait") }),
  content: { ...ours, ...gateways },
});

/** What every route can answer. What API Gateway refuses itself it answers in its own form, and so it does where a function fails. */
export const everywhere: Readonly<Record<number, Response>> = {
  403: { description: "Not signed, or IAM does not allow it", content: gateways },
  429: { description: "Too many requests at once", content: gateways },
  431: { description: "The request line and the headers take more than 10,240 bytes" },
  500: { description: "Something went wrong; the function's log says what", content: { ...ours, ...gateways } },
  503: unavailable("The table did not answer, or not in time: ask again"),
};

/** There is nothing: for the function, or, where no route has that path, for API Gateway. */
export const notFound = (description: string): Response => ({ description, content: { ...ours, ...gateways } });

const etag = z.string().describe("For If-None-Match");
const vary = z.string().exactOptional().describe("The headers of the request that the answer depends on");
const cacheControl = z.string().describe("For how long a client may keep it");

/** The headers of what may be kept. */
export const cached = z.object({ etag, "cache-control": cacheControl, vary });

const encoding = z.string().exactOptional().describe("gzip, for a long answer to a client that accepts it");

/** What was asked for, with its headers. */
export const found = (headers: z.ZodObject, description: string, content: Content): Response => ({
  description,
  headers: headers.extend({ "content-encoding": encoding }),
  content,
});

/** The client holds what it would get. */
export const notModified = (headers: z.ZodObject): Response => ({
  description: "What the client has is what it would get",
  headers,
});
