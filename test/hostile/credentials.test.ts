import { afterAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { handler as http } from "../../src/handlers/http.ts";
import { handler as schedule } from "../../src/handlers/schedule.ts";
import { stringify } from "../../src/log/json.ts";
import { request } from "../world.ts";
import { expectAnswer } from "./answer.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { s3 } from "./s3.ts";
import { BINARY, entryAt, kept, post, STRUCTURED } from "./sending.ts";

const MARK = "s3cr3t";
const Rejected = z.object({ payload: z.unknown() });
const rawQueryString = `X-Amz-Security-Token=${MARK}&subject=${MARK}`;

/** Events with credentials, from the documentation of AWS. Each secret is the mark. */
const EVENTS: readonly (readonly [string, object])[] = [
  [
    "a token authorizer of API Gateway",
    { type: "TOKEN", authorizationToken: MARK, methodArn: "arn:aws:execute-api:eu-central-1:1:a/t/GET/" },
  ],
  [
    "a request authorizer of API Gateway",
    {
      ...{
        version: "2.0",
        type: "REQUEST",
        identitySource: [MARK, MARK],
        cookies: [MARK],
        rawQueryString: `auth=${MARK}`,
      },
      headers: { auth: MARK, "Content-Type": "text/plain" },
      queryStringParameters: { auth: MARK },
      requestContext: { authentication: null, http: { method: "GET" }, authorizer: { lambda: { key: MARK } } },
    },
  ],
  [
    "a request of a REST API",
    {
      multiValueHeaders: { Authorization: [MARK], "User-Agent": ["curl"] },
      multiValueQueryStringParameters: { "X-Amz-Security-Token": [MARK] },
      requestContext: {
        identity: { apiKey: MARK, accessKey: MARK, sourceIp: "203.0.113.7" },
        authorizer: { claims: MARK },
      },
    },
  ],
  [
    "a request of CloudFront",
    { Records: [{ cf: { request: { headers: { cookie: [{ key: "Cookie", value: MARK }] }, querystring: MARK } } }] },
  ],
  [
    "an authorizer of AppSync",
    {
      authorizationToken: MARK,
      requestContext: { queryString: `query { a(b: "${MARK}") }` },
      requestHeaders: { headers: { "x-api-key": MARK } },
    },
  ],
  [
    "a resolver of AppSync",
    { arguments: {}, request: { headers: { authorization: MARK, host: MARK } }, info: { fieldName: "f" } },
  ],
  [
    "an authorizer of IoT",
    {
      ...{ token: MARK, signatureVerified: true, protocols: ["http", "mqtt"] },
      protocolData: {
        http: { headers: { "#{name}": MARK }, queryString: `?token=${MARK}` },
        mqtt: { username: `?x-amz-customauthorizer-signature=${MARK}`, password: MARK, clientId: "c" },
      },
    },
  ],
  [
    "a job of CodePipeline",
    {
      "CodePipeline.job": {
        data: {
          artifactCredentials: { accessKeyId: MARK, secretAccessKey: MARK, sessionToken: MARK },
          continuationToken: "c",
        },
      },
    },
  ],
  [
    "a build of CodeBuild",
    {
      detail: {
        "environment-variables": [
          { type: "PLAINTEXT", value: MARK, name: "DB_PASSWORD" },
          { name: "A", value: "b" },
        ],
      },
    },
  ],
  [
    "an assumed role in CloudTrail",
    { detail: { responseElements: { credentials: { accessKeyId: MARK, sessionToken: MARK } } } },
  ],
  [
    "a user migration of Cognito",
    { triggerSource: "UserMigration_Authentication", request: { password: MARK, newPassword: MARK } },
  ],
  ["a challenge of Cognito", { request: { privateChallengeParameters: { answer: MARK }, challengeAnswer: MARK } }],
  [
    "a federated sign-in of Cognito",
    { request: { attributes: { tokenResponse: { access_token: MARK }, idToken: { sub: MARK } } } },
  ],
  [
    "a rotation of Secrets Manager",
    { Step: "setSecret", SecretId: "arn:aws:secretsmanager:x", ClientRequestToken: MARK },
  ],
  ["an identity provider of Transfer Family", { username: "u", password: MARK, protocol: "SFTP" }],
  [
    "S3 Object Lambda",
    {
      getObjectContext: { inputS3Url: `https://b.s3/k?X-Amz-Date=1&X-Amz-Security-Token=${MARK}`, outputToken: MARK },
      userRequest: { url: "https://x/k", headers: { Authorization: MARK } },
    },
  ],
  [
    "a custom resource of CloudFormation",
    { ResponseURL: `https://b.s3/r?AWSAccessKeyId=${MARK}&Expires=1&Signature=${MARK}` },
  ],
  ["a task of Step Functions", { TaskToken: MARK, input: {} }],
  [
    "a subscription of SNS",
    { Type: "SubscriptionConfirmation", Token: MARK, SubscribeURL: `https://sns/?Action=Confirm&Token=${MARK}` },
  ],
  [
    "records of Kafka",
    { records: { "t-0": [{ value: "dg==", headers: [{ auth: [...Buffer.from(MARK)].map(String) }, { h: MARK }] }] } },
  ],
  [
    "a message of Amazon MQ",
    { rmqMessagesByQueue: { q: [{ basicProperties: { headers: { auth: { bytes: MARK } } } }] } },
  ],
  ["a mail of SES", { Records: [{ ses: { mail: { headers: [{ name: "Authorization", value: MARK }] } } }] }],
  ["a message of SQS", { messageAttributes: { Authorization: { stringValue: MARK, dataType: "String" } } }],
  ["an image of DynamoDB", { dynamodb: { NewImage: { password: { S: MARK } } } }],
];

/** Ways to wrap an event in another. */
const WRAPPINGS: readonly (readonly [string, (event: object) => object])[] = [
  ["delivered as it is", (event) => event],
  ["delivered deep in another event", (event) => ({ a: [{ b: { detail: { requestPayload: event } } }] })],
  [
    "delivered as text in a message in a message",
    (event) => ({ body: JSON.stringify({ Message: JSON.stringify(event, undefined, 2) }) }),
  ],
];

const TEXTS: readonly (readonly [string, string])[] = [
  ["a URL that S3 signed", `see https://b.s3/k?X-Amz-Credential=${MARK}%2F2026&X-Amz-Signature=${MARK}#there, it says`],
  [
    "a URL that CloudFront signed",
    `https://d.cloudfront.net/a?Expires=1&Policy=${MARK}__&Signature=${MARK}~-&Key-Pair-Id=${MARK}`,
  ],
  ["a signed URL in a URL", `https://x/?to=https%3A%2F%2Fb%3FX-Amz-Signature%3D${MARK}%26a%3D1`],
  ["a URL with a password", `amqps://user:${MARK}@mq.example.com:5671/`],
  ["an Authorization header", `AWS4-HMAC-SHA256 Credential=${MARK}/2026/x, SignedHeaders=host, Signature=${MARK}`],
  ["a bearer token", `Bearer ${MARK}.${MARK}.x`],
  ["lines of headers", `GET / HTTP/1.1\r\nAuthorization: Basic ${MARK}\r\nCookie: a=${MARK}; b=${MARK}\r\n\r\n`],
  ["a line of a log", `2026-01-01 INFO {"user":"u","password":"${MARK}\\"x"} done`],
  ["JSON that was encoded twice", JSON.stringify(JSON.stringify({ password: MARK }))],
  ["JSON that has a name twice", `{"password":"${MARK}","password":""}`],
  ["JSON that has a name twice, the second time as null", `{"a":[{"token":"${MARK}","token":null}]}`],
  [
    "JSON in a line of a log",
    `INFO body=${JSON.stringify({ text: JSON.stringify({ password: `${MARK}"'\\x${MARK}` }) })}`,
  ],
  ["a form with names in brackets", `user[name]=u&user[password]=${MARK}&user%5Bpassword%5D=${MARK}`],
  ["a percent-encoded pair", `password%3D${MARK}%26a%3Db`],
  ["a percent-encoded bearer token", `Bearer%20${MARK}.${MARK}.x`],
  ["JSON that is cut off", `{"Authorization":"${MARK}","a":[1,`],
  ["a connection string", `Server=db;User Id=u;Password=${MARK};`],
];

describe("a rejected event", () => {
  const secrets = { authorization: MARK, Cookie: MARK, "X-Api-Key": MARK, "x-amz-security-token": MARK };
  const whole = {
    headers: secrets,
    multiValueHeaders: { authorization: [MARK] },
    cookies: [MARK],
    rawQueryString,
    queryStringParameters: { "X-Amz-Security-Token": MARK },
    multiValueQueryStringParameters: { "X-Amz-Security-Token": [MARK] },
    requestContext: { identity: { apiKey: MARK }, authorizer: { jwt: { claims: { sub: MARK } } } },
    body: "{}",
  };
  const payloadOf = async (handler: typeof s3, event: unknown) => {
    const report = await invoke(handler, event);
    expect(report).toMatchObject({ rejected: 1 });
    const { payload } = Rejected.parse((await kept(report)).data);
    const text = JSON.stringify(payload);
    expect({ found: text.includes(MARK), marked: text.includes("[removed]") }, text.slice(0, 1_000)).toEqual({
      found: false,
      marked: true,
    });
    return payload;
  };

  describe.each(WRAPPINGS)("%s", (_, wrapped) => {
    test.each(EVENTS)("loses the credentials of %s", async (_, event) => {
      await payloadOf(schedule, wrapped(event));
      await payloadOf(s3, { Records: [{ ...wrapped(event), eventTime: "wrong" }] });
    });
  });

  test.each(TEXTS)("loses the credential in %s", async (_, text) => {
    const payload = await payloadOf(schedule, { detail: { text } });
    expect(JSON.stringify(payload)).toContain(JSON.stringify(text.split(MARK)[0]).slice(1, -1).slice(0, 6));
  });

  // Each level of text took twice as long as the one in it, and each of the names as long as the whole object.
  test("with JSON in JSON in JSON, or with thousands of names of a value, does not keep the function busy", async () => {
    let text = `password=${MARK} ${"a ".repeat(10_000)}`;
    for (let level = 0; level < 16; level++) text = JSON.stringify([text]);
    await payloadOf(schedule, { text });
    const spelled = (spelling: number) =>
      [..."parametervalue"].map((letter, i) => ((spelling >> i) & 1 ? letter.toUpperCase() : letter)).join("");
    const values = Array.from({ length: 2 ** 14 }, (_, spelling) => [spelled(spelling), MARK]);
    await payloadOf(schedule, { name: "Cookie", ...Object.fromEntries(values) });
  });

  test("keeps everything that is not a credential", async () => {
    const event = {
      headers: { "Content-Type": "text/plain", "user-agent": "curl", "ce-id": "1", Host: "x", accept: null },
      ...{
        nextToken: "n",
        continuationToken: "c",
        eTag: "e",
        issueTokens: true,
        maxTokens: 5,
        token: null,
        password: "",
      },
      ...{ key: "a", tags: [{ key: "color", value: "red" }], url: "https://x/?page=2#a", text: '{ "a":  1.0 }' },
      ...{ list: ["Authorization", "Signature"], rule: "Policy: none", signature: "of SNS", query: { match: "a=b" } },
      body: "name=value&other=1",
    };
    const { headers, ...rest } = event;
    expect(await payloadOf(schedule, event)).toEqual({ ...rest, headers: { ...headers, Host: "[removed]" } });
  });

  test("loses a credential at any depth", async () => {
    for (const depth of [900, 5_000, 20_000]) {
      let event: unknown = { authorization: MARK };
      for (let i = 0; i < depth; i++) event = i % 2 === 0 ? [event] : { a: event };
      await payloadOf(schedule, { event });
      await payloadOf(schedule, { event: stringify(event) });
    }
  });

  test("loses the credentials of an HTTP request in payload format 1.0", async () => {
    const { json } = expectAnswer(await invoke(http, { version: "1.0", httpMethod: "POST", ...whole }));
    const { instance } = json as { instance: string };
    expect(JSON.stringify(await entryAt(instance))).not.toContain(MARK);
  });

  test("loses the credentials of an HTTP request in payload format 2.0", async () => {
    const call = request("POST", "/events", { ...secrets, ...STRUCTURED, "idempotency-key": MARK }, "{}");
    const { json } = expectAnswer(await invoke(http, { ...call, rawQueryString, cookies: [MARK] }));
    const { instance } = json as { instance: string };
    expect(JSON.stringify(await entryAt(instance))).not.toContain(MARK);
  });

  test("loses the credentials in the attributes of a binary CloudEvent", async () => {
    const attributes = { "ce-token": MARK, "ce-authorization": `Basic ${MARK}`, "ce-note": `Bearer%20${MARK}${MARK}` };
    const { json } = await post({ ...BINARY, ...attributes, "ce-id": "" });
    const { instance } = json as { instance: string };
    expect(JSON.stringify(await entryAt(instance))).not.toContain(MARK);
  });
});

afterAll(expectNothingElse);
