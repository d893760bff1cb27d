import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { startHere } from "./here.ts";
import { jsonOf } from "./json.ts";
import { newProject, oneFunction, put } from "./project.ts";

const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Runtime: nodejs24.x, CodeUri: src/ } }
Resources:
  Pictures: { Type: AWS::S3::Bucket }
  Failures: { Type: AWS::S3::Bucket }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: fn.handler
      EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Type: S3Bucket, Destination: !GetAtt Failures.Arn } } }
      Events:
        Put: { Type: S3, Properties: { Bucket: !Ref Pictures, Events: ["s3:ObjectCreated:*"], Filter: { S3Key: { Rules: [{ Name: suffix, Value: .png }] } } } }
        Hourly: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(1 hour), Input: '{"due":"<aws.scheduler.scheduled-time>","arn":"<aws.scheduler.schedule-arn>"}' } }
        Off: { Type: Schedule, Properties: { Schedule: rate(1 minute), Enabled: false } }
        Get: { Type: HttpApi, Properties: { Path: /seen, Method: GET } }
`;

// Keeps its events in a file, and fails for keys with "bad".
const FN = `
import { appendFileSync, readFileSync } from "node:fs";
const FILE = process.env.LAMBDA_TASK_ROOT + "/events";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
export const handler = async (event) => {
  if (event.requestContext?.http) return JSON.parse("[" + readFileSync(FILE, "utf8").trim().split("\\n").join(",") + "]");
  appendFileSync(FILE, JSON.stringify(event) + "\\n");
  const key = event.Records?.[0].s3.object.key ?? "";
  if (key.includes("bad")) throw new Error("bad picture");
  if (key.includes("first")) await new S3Client().send(new PutObjectCommand({ Bucket: "pictures", Key: "made/by/fn.png", Body: "x" }));
};`;

const project = () => newProject({ "template.yaml": TEMPLATE, "src/fn.ts": FN, events: "" });
const keysOf = (events: readonly { Records?: { s3: { object: { key: string } } }[] }[]) =>
  events.flatMap(({ Records = [] }) => Records.map(({ s3 }) => s3.object.key)).toSorted();

test("uploads by SDK clients, by functions and by dropped files invoke the functions whose filters fit", async () => {
  const folder = project();
  const { url } = await startHere(folder);
  const { s3 } = await jsonOf(fetch(`${url}/_local`));
  const client = new S3Client({
    endpoint: s3,
    region: "eu-central-1",
    credentials: { accessKeyId: "l", secretAccessKey: "l" },
  });
  await client.send(new PutObjectCommand({ Bucket: "pictures", Key: "the first ü.png", Body: "x" }));
  await client.send(new PutObjectCommand({ Bucket: "pictures", Key: "no.txt", Body: "x" }));
  await client.send(new DeleteObjectCommand({ Bucket: "pictures", Key: "the first ü.png" }));
  const uploads = join(folder, ".tributary", "uploads", "pictures");
  mkdirSync(uploads, { recursive: true });
  writeFileSync(join(uploads, "dropped.png"), "x");
  const seen = async () => keysOf(await jsonOf(fetch(`${url}/seen`)));
  await expect.poll(seen, { timeout: 60_000 }).toEqual(["dropped.png", "made/by/fn.png", "the+first+%C3%BC.png"]);
});

test("an event whose function fails goes to the failure bucket, as a whole", async () => {
  const { url, printed } = await startHere(project(), "--memory");
  const { s3 } = await jsonOf(fetch(`${url}/_local`));
  await fetch(`${s3}/pictures/bad.png`, { method: "PUT", body: "x" });
  await printed("in the bucket failures");
  const [, key] = /<Key>([^<]+)/.exec(await (await fetch(`${s3}/failures?list-type=2`)).text()) ?? [];
  const record = await jsonOf(fetch(`${s3}/failures/${key}`));
  expect(key).toMatch(/^aws\/lambda\/async\/Fn\/\d{4}\/\d\d\/\d\d\//);
  expect(JSON.parse(record.payload).Records[0].s3.object.key).toBe("bad.png");
  expect(record.responsePayload.errorMessage).toBe("bad picture");
});

test("a schedule fires when it begins and by hand, and a restart fires nothing anew", async () => {
  const folder = project();
  const first = await startHere(folder);
  const seen = (url: string | undefined) => jsonOf(fetch(`${url}/seen`));
  await expect.poll(() => seen(first.url), { timeout: 60_000 }).toHaveLength(1);
  const [begun] = await seen(first.url);
  const { schedules } = await jsonOf(fetch(`${first.url}/_local`));
  expect(schedules).toMatchObject([{ name: "FnHourly", function: "Fn", next: expect.any(String) }, { name: "FnOff" }]);
  expect(schedules[1]).not.toHaveProperty("next");
  await first.stop();

  const second = await startHere(folder);
  expect((await jsonOf(fetch(`${second.url}/_local`))).schedules).toEqual(schedules);
  const fire = (name: string, time: string) =>
    jsonOf(fetch(`${second.url}/_local/schedules/${name}?time=${time}`, { method: "POST" }));
  expect(await fire("FnHourly", "2026-03-01T10:00:00Z")).toMatchObject({ attempts: [{ status: "succeeded" }] });
  // If the stop came before the function had answered, the first firing is delivered again. It is the same one.
  const others = (await seen(second.url)).filter(({ due }: { due: string }) => due !== begun.due);
  expect(others).toEqual([
    { due: "2026-03-01T10:00:00Z", arn: "arn:aws:scheduler:eu-central-1:123456789012:schedule/default/FnHourly" },
  ]);
  expect(await fire("FnHourly", "soon")).toEqual({ message: "soon is no time, as in 2026-03-01T10:00:00Z" });
  expect(await fire("Nobody", "2026-03-01T10:00:00Z")).toEqual({
    message: "There is no schedule Nobody. The template has FnHourly, FnOff",
  });
});

test("schedules of one name in two groups invoke a function each", async () => {
  const event = (group: string) =>
    `{ Type: ScheduleV2, Properties: { Name: tick, GroupName: ${group}, ScheduleExpression: rate(1 hour), Input: '{"group":"${group}"}' } }`;
  const fn = (group: string, more = "") =>
    `{ Type: AWS::Serverless::Function, Properties: { Runtime: nodejs24.x, CodeUri: src/, Handler: fn.handler, Events: { Tick: ${event(group)}${more} } } }`;
  const template = `Resources:\n  A: ${fn("a", ", Get: { Type: HttpApi, Properties: { Path: /seen, Method: GET } }")}\n  B: ${fn("b")}\n`;
  const folder = newProject({ "template.yaml": template, "src/fn.ts": FN, events: "" });
  // A folder of before has the begin of each rate by its name.
  const anchor = { expression: "rate(1 hour)", anchor: Math.floor(Date.now() / 1_000) * 1_000 - 1_000 };
  put(folder, ".tributary/schedules.json", JSON.stringify({ tick: anchor }));
  const { url } = await startHere(folder);
  const { schedules } = await jsonOf(fetch(`${url}/_local`));
  expect(schedules).toMatchObject([
    { name: "a/tick", function: "A" },
    { name: "b/tick", function: "B" },
  ]);
  const fire = (name: string) => jsonOf(fetch(`${url}/_local/schedules/${name}`, { method: "POST" }));
  expect(await fire("tick")).toEqual({ message: "There are several schedules tick. Name one of a/tick, b/tick" });
  expect(await fire("a/tick")).toMatchObject({ attempts: [{ status: "succeeded" }] });
  expect(await fire("b%2Ftick")).toMatchObject({ attempts: [{ status: "succeeded" }] });
  expect(await jsonOf(fetch(`${url}/seen`))).toEqual([{ group: "a" }, { group: "b" }]);
});

test("a schedule whose input is no JSON is refused by hand with one sentence", async () => {
  const more = `        Daily: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(1 day), State: DISABLED, Input: "{" } }`;
  const { url } = await startHere(newProject(oneFunction("export const handler = () => {};", more)), "--memory");
  expect(await jsonOf(fetch(`${url}/_local/schedules/FnDaily`, { method: "POST" }))).toEqual({
    message: "The Input of the schedule FnDaily is no JSON: {",
  });
});

test("a schedule that cannot be read is one sentence", async () => {
  const folder = newProject({ "template.yaml": TEMPLATE.replace("rate(1 hour)", "rate(soon)"), "src/fn.ts": FN });
  await expect(startHere(folder)).rejects.toThrow("FnHourly");
});
