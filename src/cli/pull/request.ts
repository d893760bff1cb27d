import { randomUUID } from "node:crypto";

interface Sent {
  readonly json: unknown;
  /** The content type. */
  readonly type: string;
  /** The ARN of the API, if it is known. */
  readonly source?: string;
  /** RFC 3339. */
  readonly time: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A request in payload format 2.0, as an HTTP API gives it to the function.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const requestOf = ({ json, type, source = "", time, headers = {} }: Sent): unknown => {
  const [, accountId = "123456789012", apiId = "local", stage = "$default"] =
    /^arn:[^:]*:execute-api:[^:]*:(\d*):([^/]*)\/(.*)$/.exec(source) ?? [];
  const routeKey = "POST /events";
  return {
    version: "2.0",
    routeKey,
    rawPath: "/events",
    rawQueryString: "",
    headers: { ...headers, "content-type": type },
    requestContext: {
      accountId,
      apiId,
      domainName: "localhost",
      http: { method: "POST", path: "/events", protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "tributary" },
      requestId: randomUUID(),
      routeKey,
      stage,
      timeEpoch: Date.parse(time),
    },
    body: JSON.stringify(json),
    isBase64Encoded: false,
  };
};
