import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { contextOf } from "../../src/local/context.ts";
import { fixture } from "../../src/local/fixture.ts";
import { Found } from "../../src/middleware/look.ts";
import { s3Record } from "../sent.ts";
import { newWorld, readAll, type World } from "../world.ts";
import { type Answers, failureQueue, startAws } from "./aws.ts";
import { cli, objectsIn, type Settings } from "./cli.ts";

const QUEUE = "arn:aws:sqs:eu-central-1:123456789012:failures";
const arnOf = (name: string) => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`;
const failed = (event: unknown, error = "ProvisionedThroughputExceededException") =>
  JSON.stringify({
    requestContext: { requestId: "r", functionArn: `${arnOf("s3")}:$LATEST`, condition: "RetriesExhausted" },
    requestPayload: event,
    responsePayload: { errorMessage: error },
  });

let world: World;
let queue: ReturnType<typeof failureQueue>;
let isBroken: boolean;
/** Whether the function answers as that of an older version. */
let countsOnly: boolean;
let onInvoke: () => void;
const aws = await startAws(() => ({
  outputs: { ApiUrl: "https://api", FailureQueueUrl: `${aws.url}/failures` },
  json: queue.json,
  lambda,
}));
afterAll(() => {
  aws.server.close();
  vi.unstubAllEnvs();
});
beforeEach(async () => {
  world = await newWorld();
  isBroken = false;
  countsOnly = false;
  onInvoke = () => {};
  queue = failureQueue(QUEUE, [failed(fixture("s3-put")), failed(fixture("s3-mixed"))]);
  for (const service of ["CLOUDFORMATION", "SQS", "LAMBDA"]) vi.stubEnv(`AWS_ENDPOINT_URL_${service}`, aws.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
});

const lambda: NonNullable<Answers["lambda"]> = async (_, path, body) => {
  if (path.endsWith("/event-invoke-config"))
    return { body: { DestinationConfig: { OnFailure: { Destination: QUEUE } } } };
  if (path.endsWith("/configuration"))
    return { body: { Handler: "s3.handler", Environment: { Variables: { TABLE_NAME: world.table.name } } } };
  onInvoke();
  if (isBroken && !body.includes("tributary:look")) return { status: 500, body: { message: "broken" } };
  const answer: object = await world.s3(JSON.parse(body), { ...contextOf("s3"), awsRequestId: "r" });
  const found = Found().safeParse(answer);
  return { body: countsOnly && found.success ? { records: found.data.records, kept: found.data.kept } : answer };
};

const redrive = (args: string, settings: Settings = {}) =>
  cli(["redrive", "--region", "eu-central-1", ...args.split(" ")], settings);

const error = "ProvisionedThroughputExceededException";
const message = { function: "s3", requestId: "r", error };

test("a forecast changes nothing, and says of each record whether it is in the log already", async () => {
  await world.s3(fixture("s3-put"), { ...contextOf("s3"), awsRequestId: "r" });
  const { out, err, code } = await redrive("--stack log");
  const [{ id } = { id: "" }] = await readAll(world.logs, "/logs");
  const forecast = objectsIn(out);
  expect(forecast).toMatchObject([
    { status: "waiting", ...message, before: "kept", id, subject: "HappyFace.jpg" },
    { status: "waiting", ...message, before: "missing", id: expect.stringMatching(/^rejected\./) },
    { status: "waiting", ...message, before: "missing", subject: "mixed/café 1.txt" },
    { status: "waiting", ...message, before: "missing", subject: "mixed/2.txt" },
  ]);
  expect([err, code]).toEqual(["Nothing was done. Add --yes to redrive 2 messages\n", 0]);
  expect([queue.left(), (await readAll(world.logs, "/logs")).length]).toEqual([2, 1]);

  await redrive("--stack log --yes");
  queue = failureQueue(QUEUE, [failed(fixture("s3-put")), failed(fixture("s3-mixed"))]);
  const again = objectsIn((await redrive("--stack log")).out);
  expect(
    again.map(({ before }) => before),
    "the log has all of them now",
  ).toEqual(["kept", "rejected", "kept", "kept"]);
  expect(again.map(({ subject }) => subject)).toEqual(forecast.map(({ subject }) => subject));
  expect(again.map(({ id }) => id).filter((id) => !id.startsWith("rejected."))).toEqual(
    forecast.map(({ id }) => id).filter((id) => !id.startsWith("rejected.")),
  );
});

test("of a function of an older version, which only counts, the forecast has a row for each message and says why", async () => {
  countsOnly = true;
  const { out, err, code } = await redrive("--stack log");
  expect(objectsIn(out)).toEqual([
    { status: "waiting", ...message, records: 1, kept: 0 },
    { status: "waiting", ...message, records: 3, kept: 0 },
  ]);
  expect([err, code]).toEqual([
    "s3 has an older version, which only counts its records: deploy it again to see each one\nNothing was done. Add --yes to redrive 2 messages\n",
    0,
  ]);
  expect((await redrive("--stack log --yes")).code).toBe(0);
  expect([queue.left(), (await readAll(world.logs, "/logs")).length]).toEqual([0, 3]);
});

test("hostile subjects cannot touch the terminal, and a pipe gets them as they are", async () => {
  const key = "\u001b[2J\u202egpj.txt";
  queue = failureQueue(QUEUE, [failed({ Records: [s3Record({ key: encodeURIComponent(key) })] })]);
  const { out } = await redrive("--stack log", { width: 140, answer: "n" });
  expect(out).toContain("gpj.txt");
  for (const sign of ["\u001b", "\u202e"]) expect(out).not.toContain(sign);
  const [{ subject }] = objectsIn((await redrive("--stack log")).out);
  expect(subject).toBe("%1B[2J\u202egpj.txt");
});

test("with --yes, the events are redriven, and a second time changes nothing", async () => {
  const first = await redrive("--stack log --yes");
  expect([objectsIn(first.out).map(({ status }) => status), first.err, first.code]).toEqual([
    ["redriven", "redriven", "redriven", "redriven"],
    "2 redriven\n",
    0,
  ]);
  expect([queue.left(), (await readAll(world.logs, "/logs")).length]).toEqual([0, 3]);
  expect(await redrive(`--queue ${aws.url}/failures --yes`)).toEqual({
    out: "",
    err: "The failure queue is empty\n",
    code: 0,
  });
  expect(await redrive("--stack log")).toEqual({ out: "", err: "The failure queue is empty\n", code: 0 });
});

const QUESTION = "Redrive 2 messages? In the log already: 0 of 4 records (y/N) ";

test("on a terminal, the command asks, and does nothing without a yes", async () => {
  for (const answer of ["", "n", "yeah"]) {
    const { err, code } = await redrive("--stack log", { width: 100, answer });
    expect([err, code, queue.left()]).toEqual([`${QUESTION}Nothing was done\n`, 0, 2]);
  }
  const { out, err } = await redrive("--stack log", { width: 100, answer: "y" });
  expect([out.split("\n")[0], err, queue.left()]).toEqual([
    "STATUS      FUNCTION      SUBJECT               BEFORE    ERROR",
    `${QUESTION}2 redriven\n`,
    0,
  ]);
});

test("what fails again stays in the queue, and the command exits with 1", async () => {
  isBroken = true;
  queue = failureQueue(QUEUE, [failed(fixture("s3-put")), "{}"]);
  const { out, err, code } = await redrive("--stack log --yes");
  expect(objectsIn(out).map(({ status }) => status)).toEqual(["failing", "unreadable"]);
  expect([err, code, queue.left()]).toEqual(["tributary: 0 redriven. 2 failed and stay in the failure queue\n", 1, 2]);
});

test.each(["", " --yes"])(
  "when a person interrupts it, it stops, and hides no message: redrive --stack log%s",
  async (yes) => {
    const interruption = new AbortController();
    onInvoke = () => interruption.abort(new Error("Interrupted"));
    const { out, err, code } = await redrive(`--stack log${yes}`, { signal: interruption.signal });
    expect([out, err, code]).toEqual(["", "tributary: Interrupted\n", 130]);
    expect([queue.left(), queue.hidden()]).toEqual([2, 0]);
  },
);

test.each([
  ["--stack log --queue http://q", "Give only one of --stack, --queue and --bucket"],
  ["--stack log --url http://127.0.0.1:1", "--stack names a deployed log and --url a local one: give one of them"],
  ["--prefix p", "--prefix belongs to --bucket"],
  ["--bucket b --prefix p --url http://127.0.0.1:1", "A bucket of the local stack is redriven without --prefix"],
  [
    "--url https://log.execute-api.eu-central-1.amazonaws.com",
    "https://log.execute-api.eu-central-1.amazonaws.com is no local stack: name the failure queue of a deployed one with --stack, --queue or --bucket",
  ],
])("%s is wrong usage", async (args, message) => {
  expect(await redrive(args)).toEqual({ out: "", err: `tributary: ${message}\n`, code: 2 });
});
