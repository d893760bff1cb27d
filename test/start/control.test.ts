import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { startHere } from "./here.ts";
import { jsonOf } from "./json.ts";
import { newProject, oneFunction } from "./project.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ECHO =
  "export const handler = async (event) => (event.requestContext ? { statusCode: 200, body: 'asked' } : event);";
const start = () => startHere(newProject(oneFunction(ECHO)), "--memory");
const post = (url: string, body: string) => jsonOf(fetch(url, { method: "POST", body }));

test("what is asked wrongly is an error that names what exists", async () => {
  const { url } = await start();
  expect(await post(`${url}/_local/events/Nobody`, "{}")).toEqual({
    message: "There is no function Nobody. The template has Fn",
  });
  expect(await post(`${url}/_local/events/Fn`, "{")).toEqual({ message: "The body is not JSON" });
  expect(await post(`${url}/_local/faults`, '{"function":"Fn","fault":"late","count":0}')).toEqual({
    message: expect.stringContaining("The body is wrong"),
  });
  expect(await jsonOf(fetch(`${url}/_local/nothing`))).toEqual({
    message: expect.stringContaining("The local system has no GET /_local/nothing. It has GET /_local,"),
  });
  expect(await jsonOf(fetch(`${url}/_local/queues/Q`))).toEqual({
    message: "There is no such queue. The template has none",
  });
  for (const place of ["queues/Q", "buckets/b"])
    expect((await fetch(`${url}/_local/${place}/redrive`, { method: "POST" })).status).toBe(404);
  const large = await fetch(`${url}/_local/events/Fn`, { method: "POST", body: "x".repeat(11 * 1024 * 1024) });
  expect(large.status).toBe(413);
});

test("an HTTP request by hand is answered once, and its fault is a failure", async () => {
  const { url } = await start();
  const request = '{"requestContext":{"http":{"method":"GET"}}}';
  const answer = { statusCode: 200, body: "asked" };
  expect(await post(`${url}/_local/events/Fn`, request)).toMatchObject({ delivery: "request", attempts: [{ answer }] });
  await post(`${url}/_local/faults`, '{"function":"Fn","fault":"throttled"}');
  expect(await post(`${url}/_local/events/Fn`, request)).toEqual({
    delivery: "request",
    attempts: [{ status: "throttled" }],
  });
  await post(`${url}/_local/faults`, '{"function":"Fn","fault":"lost"}');
  expect((await fetch(`${url}/x`)).status).toBe(500);
  await post(`${url}/_local/faults`, '{"function":"Fn","fault":"late","count":5}');
  expect(await jsonOf(fetch(`${url}/_local/faults`, { method: "DELETE" }))).toMatchObject({ planned: [] });
});

test("without a failure destination, the answer says that the event is lost", async () => {
  const { url } = await start();
  await post(`${url}/_local/faults`, '{"function":"Fn","fault":"lost","count":3}');
  expect(await post(`${url}/_local/events/Fn`, '{"a":1}')).toMatchObject({
    failure: { lost: "The function has no failure destination" },
  });
});

test("Lambda's Invoke API refuses what Lambda refuses", async () => {
  const { url } = await start();
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const lambda = new LambdaClient({ endpoint: url, region: "eu-central-1", credentials, maxAttempts: 1 });
  const invoke = (more: object) => lambda.send(new InvokeCommand({ FunctionName: "Fn", ...more }));
  await expect(invoke({ ClientContext: "e3g=" })).rejects.toThrow("Client context must be a valid Base64-encoded JSON");
  await expect(invoke({ ClientContext: "MQ==" })).rejects.toThrow("Client context must be a valid Base64-encoded JSON");
  await expect(invoke({ InvocationType: "Later" })).rejects.toThrow("The invocation type Later does not exist");
  await post(`${url}/_local/faults`, '{"function":"Fn","fault":"throttled"}');
  await expect(invoke({})).rejects.toMatchObject({ name: "TooManyRequestsException" });
  expect(Buffer.from((await invoke({})).Payload ?? []).toString()).toBe("{}");
});

// The log's table, as the template of this project has it.
const TABLE = /^ {2}Table:\n(?: {4}.*\n)+/m.exec(readFileSync(`${ROOT}/template.yaml`, "utf8"))?.[0] ?? "";

const STREAM = `
Transform: AWS::Serverless-2016-10-31
Resources:
${TABLE}
  Failures: { Type: AWS::S3::Bucket }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs24.x
      Timeout: 25
      CodeUri: src/
      Handler: fn.handler
      Environment: { Variables: { TABLE_NAME: !Ref Table } }
      Events:
        Read: { Type: Kinesis, Properties: { Stream: arn:aws:kinesis:eu-central-1:1:stream/s, MaximumRetryAttempts: 0, FunctionResponseTypes: [ReportBatchItemFailures], DestinationConfig: { OnFailure: { Type: S3, Destination: !GetAtt Failures.Arn } } } }
`;
const FN = `
import { defineStreams, kinesis, tributary } from "${ROOT}/src/index.ts";
export const handler = tributary(defineStreams({ changes: {} })).onEvent(kinesis("changes"));`;

test("a batch of a stream that failed is redriven from the bucket into the log, once", async () => {
  const { url } = await startHere(newProject({ "template.yaml": STREAM, "src/fn.ts": FN }), "--memory");
  const batch = readFileSync(`${ROOT}/events/kinesis-json.json`, "utf8");
  const records = JSON.parse(batch).Records.length;
  await post(`${url}/_local/faults`, '{"function":"Fn","fault":"timeout","ms":0}');
  expect(await post(`${url}/_local/events/Fn`, batch)).toMatchObject({
    failed: records,
    failure: { bucket: "failures" },
  });
  const redrive = async (how = "") => (await post(`${url}/_local/buckets/failures/redrive${how}`, "")).redriven;
  expect(await redrive("?dry")).toMatchObject([{ status: "waiting", found: { records } }]);
  expect(await redrive()).toMatchObject([{ status: "redriven", found: { records } }]);
  expect(await redrive()).toEqual([]);
  expect(await post(`${url}/_local/events/Fn`, batch)).toMatchObject({ handled: records });
});
