import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { contextOf } from "../src/local/context.ts";
import { fixture } from "../src/local/fixture.ts";
import { listening } from "../src/local/listening.ts";
import { awsServices } from "../src/redrive/aws.ts";
import { redrive } from "../src/redrive/redrive.ts";
import { deliverAs, newWorld, readAll } from "./world.ts";

const QUEUE = "arn:aws:sqs:eu-central-1:123456789012:failures";
const arnOf = (name: string) => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`;

// The functions of this AWS, each with the destination of its failures.
const FUNCTIONS: Readonly<Record<string, { readonly table?: false; readonly onFailure?: string }>> = {
  ours: { onFailure: QUEUE },
  tick: { onFailure: QUEUE },
  strange: { table: false, onFailure: QUEUE },
  others: { onFailure: "arn:aws:sqs:eu-central-1:123456789012:others" },
  nobodys: {},
};
let world: Awaited<ReturnType<typeof newWorld>>;
let messages: string[];
let asked: string[];
let received: unknown[];
let failure: string | undefined;

const Asked = z.object({ MaxNumberOfMessages: z.number().optional(), ReceiptHandle: z.string().optional() });

const sqs = (action: string | undefined, request: unknown) => {
  const { MaxNumberOfMessages = 0, ReceiptHandle = "" } = Asked.parse(request);
  if (action === "GetQueueAttributes") return { Attributes: { QueueArn: QUEUE } };
  if (action === "ReceiveMessage") received.push(request);
  if (action === "ReceiveMessage" && hidden) return {};
  if (action === "DeleteMessage") messages = messages.filter((body) => md5(body) !== ReceiptHandle);
  if (action !== "ReceiveMessage") return {};
  hidden = true;
  const some = messages.slice(0, MaxNumberOfMessages);
  return {
    Messages: some.map((Body) => ({ MessageId: "m", Body, MD5OfBody: md5(Body), ReceiptHandle: md5(Body) })),
  };
};
let hidden: boolean;
const md5 = (text: string) => createHash("md5").update(text).digest("hex");

const lambda = async (name: string, what: string | undefined, event: unknown, clientContext: unknown) => {
  const { table, onFailure } = FUNCTIONS[name] ?? {};
  if (what === "configuration")
    return { Environment: { Variables: table === false ? {} : { TABLE_NAME: world.table.name } } };
  if (what === "event-invoke-config?Qualifier=$LATEST")
    return onFailure && { DestinationConfig: { OnFailure: { Destination: onFailure } } };
  const context = { ...contextOf(name), clientContext };
  return name === "tick" ? world.schedule(event, context) : world.s3(event, context);
};

const server = createServer(async (request, response) => {
  const body = request.method === "GET" ? undefined : await json(request);
  const action = request.headers["x-amz-target"]?.toString().split(".")[1];
  const [, name = "", what] = /functions\/([^/]+)\/(.+)$/.exec(decodeURIComponent(request.url ?? "")) ?? [];
  asked.push(action ?? `${what} ${name.split(":").at(-1)}`);
  // Lambda decodes the client context, and its runtime parses it.
  const client = Buffer.from(request.headers["x-amz-client-context"]?.toString() ?? "", "base64").toString();
  const context = client === "" ? undefined : JSON.parse(client);
  const answer = action ? sqs(action, body) : await lambda(name.split(":").at(-1) ?? "", what, body, context);
  const isFailing = what === "invocations" && failure !== undefined;
  response
    .writeHead(answer === undefined ? 404 : 200, {
      "content-type": "application/json",
      ...(answer === undefined && { "x-amzn-errortype": "ResourceNotFoundException" }),
      ...(isFailing && { "x-amz-function-error": "Unhandled" }),
    })
    .end(JSON.stringify((isFailing ? { errorMessage: failure } : answer) ?? {}));
});
const endpoint = await listening(server, 0);
afterAll(() => void server.close());

beforeEach(async () => {
  world = await newWorld();
  [messages, asked, received, failure, hidden] = [[], [], [], undefined, false];
});

const failed = (functionArn: string, requestPayload: unknown, requestId = "r") =>
  JSON.stringify({ requestContext: { requestId, functionArn, condition: "RetriesExhausted" }, requestPayload });

const drive = async () => {
  const clients = { sqs: new SQSClient({ endpoint }), lambda: new LambdaClient({ endpoint }) };
  const ended = await Array.fromAsync(redrive(awsServices(`${endpoint}/123456789012/failures`, clients), false));
  return ended.map((one) => ("error" in one ? `${one.status}: ${one.error}` : one.status));
};

test("an event is sent to its function again, and its message is deleted when the log has all records", async () => {
  messages.push(failed(`${arnOf("ours")}:$LATEST`, fixture("s3-many")));
  expect(await drive()).toEqual(["redriven"]);
  expect(messages).toEqual([]);
  expect(await readAll(world.logs, "/logs")).toHaveLength(3);
});

test("a rejected event is found by the id of its first request", async () => {
  const input = { job: "nightly" };
  await deliverAs("kept already", world.schedule, input);
  messages.push(failed(arnOf("tick"), input, "kept already"), failed(arnOf("tick"), input, "never kept"));
  expect(await drive()).toEqual(["redriven", "redriven"]);
  expect(messages).toEqual([]);
  expect(await readAll(world.logs, "/rejected")).toHaveLength(2);
});

test("a received message is hidden for an hour, so that nobody else receives it while its event is tried", async () => {
  messages.push(failed(arnOf("ours"), fixture("s3-many")));
  await drive();
  expect(received).not.toEqual([]);
  for (const request of received) expect(request).toMatchObject({ VisibilityTimeout: 3_600 });
});

test("the message of a function that fails again stays, and can be received again at once", async () => {
  messages.push(failed(arnOf("ours"), fixture("s3-many")));
  failure = "no table";
  expect(await drive()).toEqual([expect.stringMatching(/^failing: Unhandled: .*no table/)]);
  expect(messages).toHaveLength(1);
  expect(asked.at(-1)).toBe("ChangeMessageVisibility");
});

test.each(["others", "nobodys"])(
  "a function whose failures do not go to the queue (%s) is not invoked, and its configuration is not read",
  async (name) => {
    messages.push(failed(arnOf(name), fixture("s3-many")));
    expect(await drive()).toEqual([expect.stringMatching(/^failing: .* do not go to this queue/)]);
    expect(messages).toHaveLength(1);
    expect(asked.filter((request) => request.endsWith(` ${name}`))).toEqual([
      `event-invoke-config?Qualifier=$LATEST ${name}`,
    ]);
  },
);

test("a function that is not one of Tributary is not invoked", async () => {
  messages.push(failed(arnOf("strange"), fixture("s3-many")));
  expect(await drive()).toEqual([expect.stringMatching(/^failing: .*no function of Tributary/)]);
  expect(asked).not.toContain("invocations strange");
  expect(messages).toHaveLength(1);
});
