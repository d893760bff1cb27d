import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { deliverInBackground } from "../../src/local/delivery/background.ts";
import { openQueues } from "../../src/local/delivery/queues.ts";
import type { CallFunction } from "../../src/local/functions/functions.ts";
import { readProject } from "../../src/local/project/project.ts";
import { startHere } from "./here.ts";
import { jsonOf } from "./json.ts";
import { startProcess } from "./process.ts";
import { newProject, oneFunction } from "./project.ts";

const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Runtime: nodejs24.x, Timeout: 5, CodeUri: src/ } }
Resources:
  Failures: { Type: AWS::SQS::Queue }
  Dead: { Type: AWS::SQS::Queue }
  Jobs:
    Type: AWS::SQS::Queue
    Properties: { RedrivePolicy: { maxReceiveCount: 2, deadLetterTargetArn: !GetAtt Dead.Arn } }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: fn.handler
      EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Failures.Arn } } }
      Events:
        Get: { Type: HttpApi, Properties: { Path: /count, Method: GET } }
        Job: { Type: SQS, Properties: { Queue: !GetAtt Jobs.Arn, FunctionResponseTypes: [ReportBatchItemFailures] } }
        Item: { Type: Kinesis, Properties: { Stream: arn:aws:kinesis:x:1:stream/s, MaximumRetryAttempts: 1, FunctionResponseTypes: [ReportBatchItemFailures], DestinationConfig: { OnFailure: { Destination: !GetAtt Failures.Arn } } } }
`;

// Fails as often as the event says, and keeps its calls in a file.
const FN = `
import { appendFileSync, readFileSync } from "node:fs";
const FILE = process.env.LAMBDA_TASK_ROOT + "/calls";
export const handler = async (event, context) => {
  if (event.requestContext?.http) return { statusCode: 200, body: String(calls().length) };
  appendFileSync(FILE, context.awsRequestId + " " + JSON.stringify(event) + "\\n");
  if (event.Records) return { batchItemFailures: event.Records.filter(isBad).map(({ messageId, kinesis }) => ({ itemIdentifier: messageId ?? kinesis.sequenceNumber })) };
  event.fails -= 1;
  if (calls().filter((line) => line.includes(context.awsRequestId)).length <= event.fails + 1) throw new Error("not yet");
  return { kept: true };
};
const isBad = ({ body, kinesis }) => (body ?? kinesis.data) === "bad";
const calls = () => { try { return readFileSync(FILE, "utf8").split("\\n").filter(Boolean); } catch { return []; } };
`;

const project = () => newProject({ "template.yaml": TEMPLATE, "src/fn.ts": FN });
/** A system in this process or in one of its own. */
interface Running {
  readonly url: string | undefined;
}

const deliver = async ({ url }: Running, event: unknown) =>
  jsonOf(fetch(`${url}/_local/events/Fn`, { method: "POST", body: JSON.stringify(event) }));
const messagesOf = async ({ url }: Running, queue: string) =>
  (await jsonOf(fetch(`${url}/_local/queues/${queue}`))).messages;
const statuses = ({ attempts }: { attempts: { status: string }[] }) => attempts.map(({ status }) => status);

test("a failed event is retried twice with the same id and a fresh copy of the event", async () => {
  const system = await startHere(project(), "--memory");
  const report = await deliver(system, { fails: 2 });
  expect(report).toMatchObject({
    delivery: "asynchronous",
    attempts: [{ status: "failed" }, { status: "failed" }, { status: "succeeded", answer: { kept: true } }],
  });
  expect(new Set(report.attempts.map(({ requestId }: { requestId: string }) => requestId))).toEqual(
    new Set([report.requestId]),
  );
  expect(await messagesOf(system, "Failures")).toEqual([]);
});

test("an event whose last retry failed goes to the failure queue, which survives a kill", async () => {
  const folder = project();
  const first = await startProcess(folder);
  const report = await deliver(first, { fails: 9 });
  expect([statuses(report), report.failure]).toMatchObject([["failed", "failed", "failed"], { queue: "Failures" }]);
  await first.end("SIGKILL");
  const second = await startProcess(folder);
  const [message] = await messagesOf(second, "Failures");
  expect(message.id).toBe(report.failure.messageId);
  expect(JSON.parse(message.body)).toMatchObject({
    requestContext: { requestId: report.requestId, condition: "RetriesExhausted", approximateInvokeCount: 3 },
    requestPayload: { fails: 9 },
    responsePayload: { errorMessage: "not yet" },
  });
});

test("a failure destination of the type SQS without a queue gets the queue that SAM makes", async () => {
  const more = `      EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Type: SQS } } }
      Environment: { Variables: { URL: !Ref Fn.DestinationQueue, ARN: !GetAtt Fn.DestinationQueue.Arn } }`;
  const code = "export const handler = () => { throw new Error(process.env.URL + ' ' + process.env.ARN); };";
  const system = await startHere(newProject(oneFunction(code, more)), "--memory");
  const queue = "FnEventInvokeConfigOnFailureQueue";
  expect(await deliver(system, {})).toMatchObject({ failure: { queue } });
  const [{ body }] = await messagesOf(system, queue);
  expect(JSON.parse(body).responsePayload.errorMessage).toBe(
    `${system.url}/_local/queues/${queue} arn:aws:sqs:eu-central-1:123456789012:${queue}`,
  );
});

test("what was accepted before a kill is delivered after the next start", async () => {
  const folder = project();
  const first = await startProcess(folder);
  const lambda = new LambdaClient({
    endpoint: first.url ?? "",
    region: "eu-central-1",
    credentials: { accessKeyId: "l", secretAccessKey: "l" },
  });
  await fetch(`${first.url}/_local/faults`, {
    method: "POST",
    body: JSON.stringify({ function: "Fn", fault: "late", ms: 600_000 }),
  });
  await lambda.send(new InvokeCommand({ FunctionName: "Fn", InvocationType: "Event", Payload: '{"fails":0}' }));
  await first.end("SIGKILL");
  const second = await startProcess(folder);
  await expect.poll(async () => (await fetch(`${second.url}/count`)).text(), { timeout: 60_000 }).toBe("1");
  await expect.poll(() => readdirSync(join(folder, ".tributary", "pending")), { timeout: 60_000 }).toEqual([]);
});

test("an event that succeeds while the system is being stopped is not delivered again", async () => {
  const folder = newProject({ "template.yaml": TEMPLATE });
  const { functions } = readProject(join(folder, "template.yaml"), { url: "http://127.0.0.1", region: "eu-central-1" });
  const { promise: called, resolve: onCalled } = Promise.withResolvers<void>();
  const call: CallFunction = async () => {
    onCalled();
    return { status: "succeeded", requestId: "r", durationMs: 1, payload: "null", log: "" };
  };
  const queues = openQueues([], join(folder, "queues"));
  const services = { call, queues, queueOf: () => ({ maxReceiveCount: 1 }), s3: "" };
  const options = { functions, services, folder: join(folder, "pending"), tell: () => {}, isStopping: () => true };
  const background = deliverInBackground(options);
  background.accept("Fn", { payload: "{}" });
  await called;
  await expect.poll(background.pending).toEqual([]);
});

const job = (body: string) => ({
  messageId: `id-${body}`,
  body,
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:Jobs",
});

test("a queue's batch is delivered again only with what the function reports as failed, and then goes to the dead-letter queue", async () => {
  const system = await startHere(project(), "--memory");
  const report = await deliver(system, { Records: [job("good"), job("bad")] });
  expect(report).toMatchObject({ delivery: "polled", deleted: 1, failed: [{ messageId: "id-bad" }] });
  expect(report.attempts.length).toBe(2);
  expect(await messagesOf(system, "Dead")).toMatchObject([{ body: "bad" }]);
});

const item = (data: string, sequenceNumber: string) => ({
  eventID: `shardId-0:${sequenceNumber}`,
  eventSource: "aws:kinesis",
  eventSourceARN: "arn:aws:kinesis:x:1:stream/s",
  kinesis: { sequenceNumber, data },
});

test("a stream's batch is delivered again from the first failure on, and what is known of it goes to the failure destination", async () => {
  const system = await startHere(project(), "--memory");
  const report = await deliver(system, { Records: [item("good", "1"), item("bad", "2"), item("good", "3")] });
  expect(report).toMatchObject({ handled: 1, failed: 2, failure: { queue: "Failures" } });
  const [{ body }] = await messagesOf(system, "Failures");
  expect(JSON.parse(body)).toMatchObject({
    KinesisBatchInfo: { shardId: "shardId-0", startSequenceNumber: "2", endSequenceNumber: "3", batchSize: 2 },
  });
});

test("the handler judges each record of a polled batch, also one that its service would never send", async () => {
  const code = "export const handler = async ({ Records }) => ({ batchItemFailures: [], seen: Records.length });";
  const system = await startHere(newProject(oneFunction(code)), "--memory");
  const folder = new URL("../../events/", import.meta.url);
  const names = readdirSync(folder).filter((name) => /^(sqs|kinesis|dynamodb)-.*\.json$/.test(name));
  expect(names).toEqual(expect.arrayContaining(["kinesis-mixed.json", "sqs-bad-messageId.json"]));
  for (const name of names) {
    const event = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    if (!Array.isArray(event.Records)) continue;
    const report = await deliver(system, event);
    expect(report.attempts, name).toMatchObject([{ status: "succeeded", answer: { seen: event.Records.length } }]);
  }
});

const plan = ({ url }: Running, fault: object) =>
  fetch(`${url}/_local/faults`, { method: "POST", body: JSON.stringify({ function: "Fn", ...fault }) });

test("faults: each disturbs as many calls as it says, and then all is as before", async () => {
  const system = await startHere(project(), "--memory");
  const after = async (fault: object) => {
    await plan(system, fault);
    return statuses(await deliver(system, { fails: 0 }));
  };
  expect(await after({ fault: "throttled", count: 2 })).toEqual(["throttled", "throttled", "succeeded"]);
  expect(await after({ fault: "lost" })).toEqual(["failed", "succeeded"]);
  expect(await after({ fault: "timeout", count: 3, ms: 0 })).toEqual(["failed", "failed", "failed"]);
  const count = async () => Number(await (await fetch(`${system.url}/count`)).text());
  const before = await count();
  expect(await after({ fault: "twice" })).toEqual(["succeeded"]);
  expect((await count()) - before).toBe(2);
  expect(await after({ fault: "late", ms: 10 })).toEqual(["succeeded"]);
  await plan(system, { fault: "disorder", ms: 600_000 });
  const ended: string[] = [];
  const first = deliver(system, { fails: 0, name: "first" }).then(() => ended.push("first"));
  await system.printed("the event is delivered after the next one");
  await deliver(system, { fails: 0, name: "second" }).then(() => ended.push("second"));
  await first;
  expect(ended).toEqual(["second", "first"]);
  expect(await jsonOf(plan(system, { fault: "bad luck" }))).toMatchObject({
    message: expect.stringContaining("The body is wrong"),
  });
  expect((await jsonOf(fetch(`${system.url}/_local`))).faults).toEqual([]);
});
