import { randomUUID } from "node:crypto";

/** A body as the function gets it. Without one, both are left out. */
export interface Body {
  readonly body?: string;
  readonly isBase64Encoded?: true;
}

interface Sent extends Body {
  /** The content type, if there is one. */
  readonly type?: string | undefined;
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
export const requestOf = ({ body, isBase64Encoded, type, source = "", time, headers = {} }: Sent): unknown => {
  const [, accountId = "123456789012", apiId = "local", stage = "$default"] =
    /^arn:[^:]*:execute-api:[^:]*:(\d*):([^/]*)\/(.*)$/.exec(source) ?? [];
  const routeKey = "POST /events";
  return {
    version: "2.0",
    routeKey,
    rawPath: "/events",
    rawQueryString: "",
    headers: { ...headers, ...(type !== undefined && { "content-type": type }) },
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
    ...(body !== undefined && { body }),
    isBase64Encoded: isBase64Encoded ?? false,
  };
};
