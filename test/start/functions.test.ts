import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { poolOf } from "../../src/local/functions/pool.ts";
import { readProject } from "../../src/local/project/project.ts";
import { startHere } from "./here.ts";
import { jsonOf } from "./json.ts";
import { newProject, oneFunction } from "./project.ts";

const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Parameters: { Mode: { Type: String, Default: fast }, Unset: { Type: String } }
Globals:
  Function:
    Runtime: nodejs24.x
    Timeout: 10
    CodeUri: src/
    Environment: { Variables: { SHARED: !Sub "\${Mode}-\${AWS::StackName}", TABLE: !Ref Orders } }
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
  Jobs: { Type: AWS::SQS::Queue }
  Good:
    Type: AWS::Serverless::Function
    Properties:
      Handler: good.handler
      Environment: { Variables: { OWN: mine, QUEUE: !Ref Jobs } }
      Events: { Any: { Type: HttpApi, Properties: { Path: /good, Method: GET } } }
  Bad:
    Type: AWS::Serverless::Function
    Properties:
      Handler: bad.handler
      Timeout: 1
      MemorySize: 128
      Events: { Any: { Type: HttpApi, Properties: { Path: "/bad/{how}", Method: ANY } } }
  Heavy:
    Type: AWS::Serverless::Function
    Properties: { Handler: bad.handler, Timeout: 120, MemorySize: 128 }
  One:
    Type: AWS::Serverless::Function
    Properties: { Handler: good.slow, ReservedConcurrentExecutions: 1, Events: { Any: { Type: HttpApi, Properties: { Path: /one, Method: ANY } } } }
  Broken:
    Type: AWS::Serverless::Function
    Properties: { Handler: broken.handler }
  Elsewhere:
    Type: AWS::Serverless::Function
    Properties: { Handler: app.handler, Runtime: python3.13, CodeUri: python/ }
`;

const GOOD = `
import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
let count = 0;
export const handler = async (event, context) => {
  if (event.sqs) return new SQSClient().send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: "m" })).catch((error) => error.message);
  process.env.LEAK = "leaks";
  console.log("written by Good");
  const { SHARED, OWN, TABLE, LEAK, AWS_LAMBDA_FUNCTION_NAME } = process.env;
  return { event, count: ++count, SHARED, OWN, TABLE, LEAK, name: AWS_LAMBDA_FUNCTION_NAME, custom: context.clientContext?.custom, left: context.getRemainingTimeInMillis(), zone: new Date(0).getTimezoneOffset() };
};
export const slow = async () => {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return { leak: process.env.LEAK ?? null };
};
`;

const BAD = `
export const handler = async (event) => {
  const how = event.pathParameters?.how ?? event.how;
  if (how === "loop") for (;;);
  if (how === "hang") await new Promise(() => {});
  if (how === "throw") throw new TypeError("as told");
  if (how === "reject") { Promise.reject(new Error("nobody waits")); await new Promise((resolve) => setTimeout(resolve, 500)); }
  if (how === "exit") process.exit(3);
  if (how === "heap") { const kept = []; for (;;) kept.push(new Array(1e6).fill(how)); }
  if (how === "bad") return { statusCode: "often" };
  return { statusCode: 200, body: "fine" };
};
`;

const project = () =>
  newProject({
    "template.yaml": TEMPLATE,
    "src/good.ts": GOOD,
    "src/bad.ts": BAD,
    "src/broken.ts": `throw new Error("at start"); export const handler = 1;`,
  });

const clientOf = (endpoint: string | undefined) =>
  new LambdaClient({
    endpoint: endpoint ?? "",
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });

test("nothing that a function does ends the system or another function, and its time-out is enforced", async () => {
  const folder = project();
  const { url, text } = await startHere(folder, "--memory");
  const lambda = clientOf(url);
  const errorOf = async (how: string, FunctionName = "Bad") => {
    const input = { FunctionName, Payload: JSON.stringify({ how }) };
    const { FunctionError, Payload } = await lambda.send(new InvokeCommand(input));
    return [FunctionError, JSON.parse(Buffer.from(Payload ?? []).toString())];
  };
  const timedOut = { errorType: "Sandbox.Timedout", errorMessage: "Task timed out after 1.00 seconds" };
  expect(await errorOf("loop")).toEqual(["Unhandled", timedOut]);
  expect(await errorOf("hang")).toEqual(["Unhandled", timedOut]);
  expect(await errorOf("throw")).toMatchObject(["Unhandled", { errorType: "TypeError", errorMessage: "as told" }]);
  expect((await errorOf("throw"))[1].trace[1]).toContain(`${folder}/src/bad.ts:`);
  expect(await errorOf("reject")).toMatchObject([
    "Unhandled",
    { errorType: "Runtime.UnhandledPromiseRejection", errorMessage: "Error: nobody waits" },
  ]);
  expect(await errorOf("exit")).toMatchObject(["Unhandled", { errorType: "Runtime.ExitError" }]);
  expect(await errorOf("heap", "Heavy")).toMatchObject(["Unhandled", { errorType: "Runtime.OutOfMemory" }]);

  for (const how of ["loop", "throw", "exit", "bad"]) {
    const answer = await fetch(`${url}/bad/${how}`);
    expect([answer.status, await answer.text()], how).toEqual([500, '{"message":"Internal Server Error"}']);
  }
  expect(text()).toContain("Bad failed, so GET /bad/bad is answered 500");
  expect(await (await fetch(`${url}/bad/not`)).text()).toBe("fine");
});

test("a function has the environment that the template says, and shares nothing with the others", async () => {
  const { url } = await startHere(project(), "--memory");
  const first = await jsonOf(fetch(`${url}/good?a=1&a=2`));
  expect(first).toMatchObject({
    count: 1,
    SHARED: /^fast-/,
    OWN: "mine",
    TABLE: "Orders",
    name: "Good",
    zone: 0,
    event: { queryStringParameters: { a: "1,2" } },
  });
  expect((await jsonOf(fetch(`${url}/good`))).count).toBe(2);
  const [one, throttled] = await Promise.all([
    fetch(`${url}/one`),
    new Promise<Response>((resolve) => setTimeout(() => resolve(fetch(`${url}/one`)), 300)),
  ]);
  expect(await one.json()).toEqual({ leak: null });
  expect([throttled.status, await throttled.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
});

test("the end of the log has what an invocation wrote, however fast its answer is", async () => {
  const code =
    'export const handler = async () => { for (const text of ["one ", "two "]) process.stderr.write(text); };';
  const { url } = await startHere(newProject(oneFunction(code)), "--memory");
  const lambda = clientOf(url);
  for (let n = 0; n < 50; n++) {
    const { LogResult = "" } = await lambda.send(new InvokeCommand({ FunctionName: "Fn", LogType: "Tail" }));
    expect(Buffer.from(LogResult, "base64").toString()).toBe("one two ");
  }
});

test("Lambda's Invoke API answers SDK clients", async () => {
  const { url } = await startHere(project(), "--memory");
  const lambda = clientOf(url);
  const custom = { originalRequestId: "first" };
  const ClientContext = Buffer.from(JSON.stringify({ custom })).toString("base64");
  const input = {
    FunctionName: "arn:aws:lambda:eu-central-1:123456789012:function:Good",
    ClientContext,
    LogType: "Tail",
  } as const;
  const { StatusCode, Payload, LogResult, ExecutedVersion } = await lambda.send(
    new InvokeCommand({ ...input, Payload: '{"ü":1}' }),
  );
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString());
  expect([StatusCode, ExecutedVersion, answer.event, answer.custom]).toEqual([200, "$LATEST", { ü: 1 }, custom]);
  expect(answer.left).toBeGreaterThan(5_000);
  expect(Buffer.from(LogResult ?? "", "base64").toString()).toBe("written by Good\n");

  expect((await lambda.send(new InvokeCommand({ FunctionName: "Good", InvocationType: "DryRun" }))).StatusCode).toBe(
    204,
  );
  await expect(lambda.send(new InvokeCommand({ FunctionName: "Nobody" }))).rejects.toThrow(
    "Function not found: Nobody",
  );
  await expect(lambda.send(new InvokeCommand({ FunctionName: "Good", Payload: "{" }))).rejects.toMatchObject({
    name: "InvalidRequestContentException",
  });
  const big = JSON.stringify("x".repeat(6 * 1024 * 1024));
  await expect(lambda.send(new InvokeCommand({ FunctionName: "Good", Payload: big }))).rejects.toMatchObject({
    name: "RequestTooLargeException",
  });

  const outcome = async (FunctionName: string, payload: object) =>
    Buffer.from(
      (await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }))).Payload ?? [],
    ).toString();
  expect(await outcome("Broken", {})).toContain('"errorMessage":"at start"');
  const { functions } = await jsonOf(fetch(`${url}/_local`));
  expect(functions).toMatchObject([{ copies: 1 }, {}, {}, {}, { id: "Broken", copies: 0 }, {}]);
  expect(await outcome("Elsewhere", {})).toContain("Elsewhere does not run here: its runtime is python3.13");
  expect(JSON.parse(await outcome("Good", { sqs: true }))).toContain(
    'The local system does not have this service ("sqs"). Set `endpoint` of its client',
  );
});

test("a call that waits for a copy when the system is stopped starts none, which would keep the process alive", async () => {
  const folder = newProject({ ...oneFunction(""), "fn.mjs": "export const handler = () => new Promise(() => {});" });
  const at = { url: "http://127.0.0.1", region: "eu-central-1" };
  const [settings] = readProject(join(folder, "template.yaml"), at).functions;
  if (settings === undefined) throw new Error("The template has no function");
  const pool = poolOf(settings, () => ({ file: join(folder, "fn.mjs"), source: "fn.mjs" }), {});
  const calls = Promise.allSettled(Array.from({ length: 12 }, () => pool.call({ payload: "{}" })));
  expect(pool.size()).toBe(10);
  await pool.stop();
  const stopped = { status: "rejected", reason: { message: "Fn was stopped" } };
  expect((await calls).slice(10)).toMatchObject([stopped, stopped]);
  expect(pool.size()).toBe(0);
});

test("several calls at once run in copies of their own", async () => {
  const { url } = await startHere(project(), "--memory");
  const counts = await Promise.all(Array.from({ length: 4 }, async () => (await jsonOf(fetch(`${url}/good`))).count));
  expect(counts).toEqual([1, 1, 1, 1]);
});
