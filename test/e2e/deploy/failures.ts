import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PurgeQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { ok } from "../ok.ts";
import { until } from "../until.ts";
import type { Api } from "./api.ts";
import type { Stack } from "./stack.ts";

const Failure = z.object({
  requestContext: z.object({ condition: z.string(), approximateInvokeCount: z.number() }),
  requestPayload: z.object({ Records: z.array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })) }),
});

const lambda = new LambdaClient();

const configurationOf = (FunctionName: string) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));

/** Takes the table away from a function. Returns a function that gives it back. */
const withoutTable = async (FunctionName: string) => {
  const { Environment } = await configurationOf(FunctionName);
  const set = (Variables: Record<string, string>) =>
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  await set({ ...Environment?.Variables, TABLE_NAME: "not-this-one" });
  return () => set({ ...Environment?.Variables });
};

/** An event that cannot be written is tried again, goes whole to the failure queue, and can be redriven. */
export const failures = async (stack: Stack, api: Api): Promise<void> => {
  const FunctionName = stack.resources["S3Function"] ?? "";
  const restore = [await withoutTable(FunctionName), await withoutTable(stack.resources["HttpFunction"] ?? "")];

  const refused = await api.post("application/json", { type: "order.placed" });
  assert.deepEqual([refused.status, refused.headers["retry-after"]], [503, "5"], refused.text);
  ok("HTTP: an event that cannot be written is a 503 with Retry-After");

  await new S3Client({ forcePathStyle: true }).send(
    new PutObjectCommand({ Bucket: stack.outputs.BucketName, Key: "lost and found.txt", Body: "x" }),
  );
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  const QueueUrl = stack.outputs.FailureQueueUrl;
  const message = await until("message in the failure queue", async () => {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0, WaitTimeSeconds: 1 }),
    );
    return Messages?.[0];
  });
  const { requestContext, requestPayload } = Failure.parse(JSON.parse(message.Body ?? ""));
  assert.deepEqual([requestContext.condition, requestContext.approximateInvokeCount], ["RetriesExhausted", 3]);
  assert.equal(requestPayload.Records[0]?.s3.object.key, "lost+and+found.txt");
  ok("S3: an event that fails is tried three times, and is then whole in the failure queue");

  assert.match(await redrive(QueueUrl, "--yes"), /"status":"failing".*\n.*1 failed and stay in the failure queue/);
  ok("redrive: an event that still fails stays in the queue");

  for (const bringBack of restore) await bringBack();
  assert.match(await redrive(QueueUrl), /"status":"waiting".*"before":"missing".*"subject":"lost and found.txt"/);
  ok("redrive: without --yes, it lists the records in the queue and changes nothing");
  assert.match(await redrive(QueueUrl, "--yes"), /1 redriven/);
  const [entry] = await api.readAll("/logs?stream=s3&subject=lost%20and%20found.txt");
  assert.ok(entry, "The redriven event is not in the log");
  assert.match(await redrive(QueueUrl, "--yes"), /queue is empty/);
  ok("redrive: with --yes, the event is logged and the queue is empty");

  const { FunctionArn: functionArn } = await configurationOf(stack.resources["HttpFunction"] ?? "");
  const forged = JSON.stringify({ requestContext: { functionArn, condition: "RetriesExhausted" }, requestPayload: {} });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: forged }));
  assert.match(await redrive(QueueUrl, "--yes"), /"status":"failing".*do not go to this queue/);
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  ok("redrive: a function whose failures do not go to the queue is not invoked, whatever a message names");
};

/** Runs `tributary redrive` with the queue's address in the emulator. Returns all that it prints. */
const redrive = async (queueUrl: string, ...options: readonly string[]): Promise<string> => {
  const queue = new URL(new URL(queueUrl).pathname, process.env["AWS_ENDPOINT_URL"]).href;
  const script = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));
  const run = promisify(execFile)(process.execPath, [script, "redrive", "--queue", queue, ...options]);
  const printed = z.object({ stdout: z.string(), stderr: z.string() });
  return run.catch((error: unknown) => printed.parse(error)).then(({ stdout, stderr }) => stdout + stderr); // it exits with 1 if an event stays
};
