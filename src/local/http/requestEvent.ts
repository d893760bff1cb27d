import { isUtf8 } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { decoded } from "../../http/decoded.ts";
import { ACCOUNT } from "../project/identity.ts";
import type { Route } from "../project/routes.ts";
import { pathParametersOf, routeKeyOf } from "../routing.ts";

/** The path and the query of a request, as they were sent. `new URL` would fold `..` and encode anew. */
export const targetOf = ({ url = "/" }: Pick<IncomingMessage, "url">) => {
  const mark = url.indexOf("?");
  return mark === -1 ? { path: url, query: "" } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
};

/**
 * The event of a request in payload format 2.0, as an HTTP API sends it: the path is decoded, the query is not.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const requestEvent = (
  request: Pick<IncomingMessage, "url" | "method" | "headersDistinct" | "httpVersion">,
  route: Pick<Route, "method" | "path">,
  body: Buffer,
) => {
  const now = new Date();
  const routeKey = routeKeyOf(route);
  const { path, query } = targetOf(request);
  const rawPath = decoded(path);
  const { cookie, ...distinct } = request.headersDistinct;
  const headers = Object.fromEntries(Object.entries(distinct).map(([name, values = []]) => [name, values.join(",")]));
  const queryStringParameters = joined(new URLSearchParams(query));
  const pathParameters = pathParametersOf(route, path, decoded);
  const isText = isTextType(headers["content-type"]) && isUtf8(body);
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString: query,
    ...(cookie && { cookies: cookie.flatMap((one) => one.split(/; */)) }),
    headers,
    ...(queryStringParameters && { queryStringParameters }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: "local",
      domainName: headers["host"] ?? "localhost",
      domainPrefix: "local",
      http: {
        method: request.method ?? "GET",
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: "127.0.0.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey,
      stage: "$default",
      time: clfTime(now),
      timeEpoch: now.getTime(),
    },
    ...(pathParameters && { pathParameters }),
    // Bytes that are not valid UTF-8 are sent in base64, because decoding them to text would change them.
    ...(body.length > 0 && { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
};

const isTextType = (type = "text/"): boolean => /^(text\/|application\/(json|xml|javascript))/.test(type);

/** Repeats of one name are joined with commas. */
const joined = (query: URLSearchParams): Readonly<Record<string, string>> | undefined =>
  query.size === 0
    ? undefined
    : Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(",")]));

/** The time in the Common Log Format, as in `12/Mar/2020:19:03:58 +0000`. */
const clfTime = (time: Date): string => {
  const [, day, month, year, clock] = time.toUTCString().split(" ");
  return `${day}/${month}/${year}:${clock} +0000`;
};
