import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { buffer } from "node:stream/consumers";
import * as z from "zod";
import { decoded } from "../http/decoded.ts";
import type { LambdaHandler } from "../middleware/lambda.ts";
import { contextOf } from "./context.ts";
import { routeFor, routeKeyOf } from "./routing.ts";
import type { Route } from "./template.ts";

/** A route with the function that answers it. */
export type Served = Route & { readonly invoke: LambdaHandler<unknown> };

/**
 * A local HTTP API. It invokes the function of the route with the request in payload format 2.0, and sends its answer to the caller.
 * It does not check credentials. If no route fits and there is no `$default`, it answers 404 like API Gateway.
 */
export const gateway = (routes: readonly Served[]) =>
  createServer({ maxHeaderSize: MAX_HEADER_BYTES }, async (request, response) => {
    const [path = "", ...query] = (request.url ?? "/").split("?");
    const { method = "GET" } = request;
    const route = routeFor(routes, method, path);
    if (route === undefined) return void response.writeHead(404, JSON_TYPE).end('{"message":"Not Found"}');
    try {
      // Like an HTTP API, it decodes the path, and does not change the query.
      const event = await eventOf(request, { method, route, rawPath: decoded(path), rawQueryString: query.join("?") });
      const answer = Answer.parse(await route.invoke(event, contextOf(route.handler)));
      response
        .writeHead(answer.statusCode, answer.headers)
        .end(Buffer.from(answer.body, answer.isBase64Encoded ? "base64" : "utf8"));
    } catch {
      response.writeHead(500, JSON_TYPE).end('{"message":"Internal Server Error"}');
    }
  }).on("clientError", refuse);

// The limit for the request line and all headers together: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
const MAX_HEADER_BYTES = 10_240;
const JSON_TYPE = { "content-type": "application/json" };

/** Answers a request that Node cannot read, or whose headers are too long, because Node's own answer has no body. */
const refuse = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  const status = error.code === "HPE_HEADER_OVERFLOW" ? 431 : 400;
  const body = JSON.stringify({ message: STATUS_CODES[status] });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, "content-type: application/json", "connection: close"];
  if (socket.writable) socket.end([...head, `content-length: ${body.length}`, "", body].join("\r\n"));
};

const Answer = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});

interface Asked {
  readonly method: string;
  readonly route: Route;
  readonly rawPath: string;
  readonly rawQueryString: string;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
const eventOf = async (request: IncomingMessage, { method, route, rawPath, rawQueryString }: Asked) => {
  const now = new Date();
  const routeKey = routeKeyOf(route);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : (value ?? ""),
    ]),
  );
  const bytes = await buffer(request);
  // Bytes that are not valid UTF-8 are sent in base64, because decoding them to text would change them.
  const isText =
    /^(text\/|application\/(json|xml|javascript))/.test(headers["content-type"] ?? "text/") && isUtf8(bytes);
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString,
    headers,
    requestContext: {
      accountId: "123456789012",
      apiId: "local",
      domainName: headers["host"] ?? "localhost",
      http: {
        method,
        path: rawPath,
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey,
      stage: "$default",
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(bytes.length > 0 && { body: bytes.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: bytes.length > 0 && !isText,
  };
};
