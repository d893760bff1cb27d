import * as z from "zod";
import { Problem } from "../http/problem.ts";
import type { Content, Response } from "./operation.ts";

/** With `title`, `error.title` compiles in generated clients: an error of theirs can be this one, or a Problem. */
const GatewayError = z
  .object({ message: z.string(), title: z.literal("").exactOptional().describe("Never there") })
  .meta({ id: "GatewayError", description: "An error of API Gateway itself. It is not a problem of RFC 9457" });

/** A header that an answer always has. */
export const header = (description: string) => z.string().meta({ header: { description } });

/** A header that an answer can have. */
export const optionalHeader = (description: string) => z.string().exactOptional().meta({ header: { description } });

const ours: Content = { "application/problem+json": { schema: Problem } };
const gateways: Content = { "application/json": { schema: GatewayError } };

/** What a function answers where it cannot do what was asked. */
export const problem = (description: string, headers: z.ZodObject = z.object({})): Response => ({
  description,
  headers: headers.extend({ "cache-control": optionalHeader("no-store: it can be another answer a moment later") }),
  content: ours,
});

/** The client accepts none of the formats that there are. */
export const notAccepted = problem("There is none of the formats that `Accept` names");

/** The same, where API Gateway can answer so too, in its own form. */
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
  500: gatewaysToo(problem("Something went wrong; the function's log says what")),
  503: unavailable("The table did not answer, or not in time: ask again"),
};

/** The headers of an answer that a client may keep. */
export const cached = z.object({
  etag: header("For If-None-Match"),
  "cache-control": header("For how long a client may keep it"),
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
