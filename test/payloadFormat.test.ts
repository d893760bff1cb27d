import { describe, expect, test } from "vitest";
import { bodyOf, deliver, newWorld, request } from "./world.ts";

const SECRET = "s3cr3t";
const headers = { "content-type": "application/json", authorization: SECRET };
const body = '{"type":"t"}';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
const rest = {
  resource: "/events",
  path: "/events",
  httpMethod: "POST",
  headers,
  multiValueHeaders: { authorization: [SECRET] },
  queryStringParameters: null,
  requestContext: { resourceId: "abc", httpMethod: "POST", stage: "prod", identity: { apiKey: SECRET }, apiId: "a" },
  body,
  isBase64Encoded: false,
};
const others = [
  ["a REST API", rest],
  ["an HTTP API in payload format 1.0", { version: "1.0", ...rest }],
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
  [
    "an Application Load Balancer",
    {
      requestContext: { elb: { targetGroupArn: "arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/t/1" } },
      httpMethod: "POST",
      path: "/events",
      queryStringParameters: {},
      headers,
      body,
      isBase64Encoded: false,
    },
  ],
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
  [
    "a WebSocket API",
    {
      requestContext: { routeKey: "$default", eventType: "MESSAGE", connectionId: "L0SM9cOFvHcCIhw=", apiId: "a" },
      body,
      isBase64Encoded: false,
    },
  ],
  // https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html
  ["VPC Lattice", { raw_path: "/events", method: "POST", headers, body, is_base64_encoded: false }],
  ["VPC Lattice", { version: "2.0", path: "/", method: "POST", headers, requestContext: { serviceNetworkArn: "arn" } }],
  ["another trigger", { Records: [{ eventSource: "aws:sqs", body }] }],
  ["another kind", {}],
  ["another kind", null],
] as const;

describe.each(others)("an event of %s", async (kind, event) => {
  const sentence = new RegExp(`^This function takes payload format 2\\.0 .*; this is an event of ${kind}$`);
  const { http, logs, lines } = await newWorld();
  const error = () => JSON.parse(lines.at(-1) ?? "");

  test("gets a 500 that says so from the function that writes, and is kept as rejected without credentials", async () => {
    const answer = await deliver(http, event);
    expect(answer.statusCode).toBe(500);
    const { detail, errors, instance } = bodyOf(answer);
    expect(detail).toMatch(sentence);
    expect(errors).toBeUndefined();
    expect(error()).toMatchObject({ level: "error", error: detail, rejected: 1 });
    const { body: kept = "" } = await deliver(logs, request("GET", instance));
    expect(JSON.parse(kept)).toMatchObject({ data: { reason: "envelope", trigger: "http" } });
    expect(kept).not.toContain(SECRET);
  });

  test("gets a 500 that says so from the function that reads", async () => {
    const answer = await deliver(logs, event);
    expect(answer.statusCode).toBe(500);
    expect(bodyOf(answer).detail).toMatch(sentence);
    expect(error()).toMatchObject({ level: "error", message: bodyOf(answer).detail });
  });
});

test("a wrong event in payload format 2.0 gets a 500 that names the wrong field", async () => {
  const { http } = await newWorld();
  const call = request("POST", "/events", headers, body);
  const answer = await deliver(http, { ...call, requestContext: { ...call.requestContext, timeEpoch: "now" } });
  expect(answer.statusCode).toBe(500);
  expect(bodyOf(answer).detail).toContain("requestContext.timeEpoch");
});

describe("an event of a Function URL", async () => {
  const { http, logs } = await newWorld();
  /** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
  const event = {
    version: "2.0",
    routeKey: "$default",
    rawPath: "/events",
    rawQueryString: "",
    headers: { "content-type": "application/json", "idempotency-key": "k" },
    requestContext: {
      accountId: "123456789012",
      apiId: "urlid0123456789",
      authentication: null,
      authorizer: {
        iam: {
          accessKey: "AKIAIOSFODNN7EXAMPLE",
          accountId: "123456789012",
          callerId: "AIDACKCEVSQ6C2EXAMPLE",
          cognitoIdentity: null,
          principalOrgId: null,
          userArn: "arn:aws:iam::123456789012:user/alice",
          userId: "AIDACKCEVSQ6C2EXAMPLE",
        },
      },
      domainName: "urlid0123456789.lambda-url.eu-central-1.on.aws",
      domainPrefix: "urlid0123456789",
      http: { method: "POST", path: "/events", protocol: "HTTP/1.1", sourceIp: "203.0.113.7", userAgent: "curl" },
      requestId: "e1506fd5-9e7b-434f-bd42-4f8fa224b599",
      routeKey: "$default",
      time: "12/Mar/2026:19:03:58 +0000",
      timeEpoch: 1773342238000,
    },
    body,
    isBase64Encoded: false,
  };

  test("needs no stage, and its source is the function, because a Function URL has no ARN", async () => {
    const answer = await deliver(http, event);
    expect(answer.statusCode).toBe(201);
    expect(bodyOf(await deliver(logs, request("GET", bodyOf(answer).location)))).toMatchObject({
      source: "arn:aws:lambda:eu-central-1:123456789012:function:test",
      time: "2026-03-12T19:03:58.000Z",
    });
    expect((await deliver(http, event)).statusCode).toBe(200);
  });

  test.each([undefined, null, "$default", "prod"])(
    "is accepted with the stage %j and without a signature",
    async (stage) => {
      const requestId = `stage ${stage}`;
      const requestContext = {
        ...event.requestContext,
        requestId,
        stage,
        accountId: "anonymous",
        authorizer: undefined,
      };
      expect(
        (await deliver(http, { ...event, headers: { "content-type": "text/json" }, requestContext })).statusCode,
      ).toBe(201);
    },
  );
});

describe("headers", async () => {
  const { http, logs } = await newWorld();

  test.each([null, undefined, {}])("that are %j are treated like no headers", async (none) => {
    const answer = await deliver(http, { ...request("POST", "/events", {}, body), headers: none });
    expect(answer.statusCode).toBe(415);
    expect((await deliver(logs, { ...request("GET", "/logs"), headers: none })).statusCode).toBe(200);
  });

  test("without a value are ignored", async () => {
    const some = {
      "content-type": "application/json",
      "idempotency-key": null,
      "content-encoding": null,
      cookie: null,
    };
    expect((await deliver(http, { ...request("POST", "/events", {}, body), headers: some })).statusCode).toBe(201);
  });
});
