import * as z from "zod";
import { Problem } from "../http/problem.ts";
import type { Content, Response } from "./operation.ts";

/** An error in a generated client is a GatewayError or a Problem. Because both have `title`, the code `error.title` compiles. */
const GatewayError = z
  .object({ message: z.string(), title: z.literal("").exactOptional().describe("Never set") })
  .meta({ id: "GatewayError", description: "An error of API Gateway itself. It is not a problem of RFC 9457" });

/** A header that an answer always has. */
export const header = (description: string) => z.string().meta({ header: { description } });

/** A header that an answer can have. */
export const optionalHeader = (description: string) => z.string().exactOptional().meta({ header: { description } });

const ours: Content = { "application/problem+json": { schema: Problem() } };
const gateways: Content = { "application/json": { schema: GatewayError } };

/** An error that a function answers. */
export const problem = (description: string, headers: z.ZodObject = z.object({})): Response => ({
  description,
  headers: headers.extend({ "cache-control": optionalHeader("no-store, because the next answer can be another one") }),
  content: ours,
});

/** The client accepts none of the available formats. */
export const notAccepted = problem("None of the formats in `Accept` is available");

/** Adds the form in which API Gateway itself answers with this status. */
export const gatewaysToo = (response: Response): Response => ({
  ...response,
  content: { ...response.content, ...gateways },
});

/** An error after which another try may succeed. */
export const unavailable = (description: string): Response =>
  gatewaysToo(problem(description, z.object({ "retry-after": optionalHeader("Seconds to wait") })));

/** What every route can answer. */
export const everywhere: Readonly<Record<number, Response>> = {
  403: {
    description: "API Gateway's own answer: the request is not signed, or IAM does not allow it",
    content: gateways,
  },
  429: { description: "Too many requests at once", content: gateways },
  431: { description: "The request line and the headers take more than 10,240 bytes", content: gateways },
  500: gatewaysToo(problem("Something went wrong. The function's log says what")),
  503: unavailable("The table did not answer in time. Send the request again"),
};

/** The headers of an answer that a client may keep. */
export const cached = z.object({
  etag: header("For If-None-Match"),
  "cache-control": header("How long a client may keep the answer"),
  vary: header("The headers of the request that the answer depends on"),
});

const encoding = optionalHeader("gzip, for a long answer to a client that accepts it");

/** A successful answer. */
export const found = (headers: z.ZodObject, description: string, content: Content): Response => ({
  description,
  headers: headers.extend({ "content-encoding": encoding }),
  content,
});

/** The answer to a client that has the current answer already. */
export const notModified = (headers: z.ZodObject): Response => ({
  description: "The client has the current answer already",
  headers,
});
