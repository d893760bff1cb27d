import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { listening } from "../../src/local/listening.ts";
import { optionsOf } from "../../src/local/options.ts";
import { UserError } from "../../src/local/userError.ts";
import { startHere } from "./here.ts";
import { startProcess } from "./process.ts";
import { newProject, oneFunction } from "./project.ts";

const ANSWER = `export const handler = async () => ({ statusCode: 200, body: "works" });`;

test("npm start prints what runs, where, and commands to try; Ctrl-C ends it cleanly", async () => {
  const { url, text, end } = await startProcess(newProject(oneFunction(ANSWER)));
  expect(text()).toContain(`template.yaml runs at ${url}\nSee its log at ${url}/_console/`);
  expect(text()).toMatch(/Fn +src\/handlers\/fn\.ts +ANY \/\{path\+\}/);
  expect(await (await fetch(`${url}/x`)).text()).toBe("works");
  expect(await end("SIGINT")).toBe(0);
});

test("a broken template ends the process with one error, without a stack trace", async () => {
  const { text, child } = await startProcess(newProject(oneFunction("export const handler = (")));
  expect(child.exitCode).toBe(1);
  expect(text()).toMatch(/^The functions cannot be bundled:\n.*src\/handlers\/fn.ts/s);
  expect(text()).not.toContain("    at ");
});

test("a taken port is one sentence", async () => {
  const other = createServer();
  const { port } = new URL(await listening(other, 0));
  onTestFinished(() => void other.close());
  const { text, child } = await startProcess(newProject(oneFunction(ANSWER)), "--port", port);
  expect([child.exitCode, text()]).toEqual([
    1,
    `The port ${port} is taken. Stop the program that uses it, or choose another one with --port\n`,
  ]);
});

test("a second copy on one folder is one sentence that names the first one, and the first one goes on", async () => {
  const folder = newProject(oneFunction(ANSWER));
  const first = await startProcess(folder);
  const { text, child } = await startProcess(folder);
  expect([child.exitCode, text()]).toEqual([
    1,
    `Another local system (process ${first.child.pid}, ${first.url}) uses the folder ${join(folder, ".tributary")}. Stop it, or start with --memory\n`,
  ]);
  const third = await startProcess(folder, "--memory");
  for (const { url } of [first, third]) expect((await fetch(`${url}/x`)).status).toBe(200);
});

test.each([
  [
    "no template",
    {},
    "The template FOLDER/template.yaml cannot be read. Run the command in the folder of template.yaml, or name it with --template",
  ],
  ["broken YAML", { "template.yaml": "Resources:\n  A: [" }, "FOLDER/template.yaml is not valid YAML"],
  ["no resources", { "template.yaml": "Resource: {}" }, "FOLDER/template.yaml is not a SAM template"],
  [
    "a wrong property",
    oneFunction(ANSWER, "      Timeout: soon"),
    "Fn in the template is wrong: ✖ Invalid input: expected number",
  ],
  [
    "no code",
    { "template.yaml": oneFunction("")["template.yaml"] ?? "" },
    "Fn has no code: there is no file src/handlers/fn.ts, nor dist/fn/fn.ts",
  ],
  [
    "a schedule without a value",
    oneFunction(ANSWER, "        Tick: { Type: ScheduleV2, Properties: { ScheduleExpression: !ImportValue rate } }"),
    "Fn.Events.Tick in the template is wrong",
  ],
  [
    "references in a circle",
    {
      "template.yaml": `Resources:
  A: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref B } }
  B: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref A } }`,
    },
    "FOLDER/template.yaml has references in a circle",
  ],
  [
    "an accepted event that somebody has broken",
    { ...oneFunction(ANSWER), ".tributary/pending/000000000.a.json": "" },
    "FOLDER/.tributary/pending/000000000.a.json cannot be read. Delete it, or start with --reset",
  ],
  [
    "a bucket whose name S3 does not allow",
    { "template.yaml": `Resources: { B: { Type: AWS::S3::Bucket, Properties: { BucketName: My-App } } }` },
    '"My-App" is no name of a bucket',
  ],
  [
    "a table whose name DynamoDB does not allow",
    {
      "template.yaml": `Resources: { T: { Type: AWS::DynamoDB::Table, Properties: { TableName: x, AttributeDefinitions: [{ AttributeName: id, AttributeType: S }], KeySchema: [{ AttributeName: id, KeyType: HASH }] } } }`,
    },
    "The table x of the template cannot be made: ",
  ],
  [
    "a redrive policy that is none",
    { "template.yaml": `Resources: { Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: often } } }` },
    "Q.RedrivePolicy in the template is wrong",
  ],
  [
    "a file in place of its folder",
    { ...oneFunction(ANSWER), ".tributary": "" },
    "FOLDER/.tributary/lock cannot be made",
  ],
  [
    "a lock that somebody has broken",
    { ...oneFunction(ANSWER), ".tributary/lock/CURRENT": "nonsense" },
    "The folder FOLDER/.tributary/lock cannot be opened. Delete this folder, which has no data",
  ],
  ["broken code", oneFunction("export const handler = ("), "The functions cannot be bundled:"],
])("a project with %s is a clear error, and nothing is left running", async (_, files, error) => {
  const folder = newProject(files);
  const refusal = await startHere(folder).catch((thrown: unknown) => thrown);
  expect(refusal).toBeInstanceOf(UserError);
  expect(String(refusal).replaceAll(folder, "FOLDER")).toContain(error);
});

test("an --endpoint that does not answer is one sentence", async () => {
  const taken = createServer();
  const url = await listening(taken, 0);
  await new Promise((resolve) => taken.close(resolve));
  const files = { "template.yaml": "Resources: { T: { Type: AWS::SNS::Topic } }" };
  const refusal = await startHere(newProject(files), "--endpoint", url).catch((thrown: unknown) => thrown);
  expect(refusal).toBeInstanceOf(UserError);
  expect(String(refusal)).toContain(`The DynamoDB at ${url} does not answer: `);
});

test("logical ids of one letter, and a redrive policy as JSON text, are no error", async () => {
  const template = `Resources:
  B: { Type: AWS::S3::Bucket }
  T: { Type: AWS::DynamoDB::Table, Properties: { AttributeDefinitions: [{ AttributeName: id, AttributeType: S }], KeySchema: [{ AttributeName: id, KeyType: HASH }] } }
  Q: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: '{"maxReceiveCount":2}' } }`;
  const { url } = await startHere(newProject({ "template.yaml": template }), "--memory");
  expect(await (await fetch(`${url}/_local`)).json()).toMatchObject({ buckets: ["b-bucket"] });
});

test.each([
  [["--port", "many"], "--port many is not a port. Give a number from 0 to 65534"],
  [["--port", "65535"], "--port 65535 is not a port. Give a number from 0 to 65534"],
  [["--endpoint", "dynamo"], "--endpoint dynamo is not a URL, as in http://127.0.0.1:8000"],
  [["--parameter", "A"], "--parameter A has no name and value"],
  [["--memory", "--reset"], "--memory keeps nothing on disk, so --reset has nothing to delete"],
  [["--fast"], "Unknown option '--fast'"],
])("the arguments %j are a clear error", (args, error) => {
  expect(() => optionsOf(args)).toThrow(error);
});

test("pages of other sites and requests for other hosts are refused, on every path", async () => {
  const { url } = await startHere(newProject(oneFunction(ANSWER)), "--memory");
  const { port } = new URL(url);
  for (const path of ["/x", "/_local"]) {
    expect((await fetch(`${url}${path}`, { headers: { origin: "https://evil.example" } })).status).toBe(403);
    expect((await fetch(`${url}${path}`, { headers: { "sec-fetch-site": "cross-site" } })).status).toBe(403);
    expect((await fetch(`${url}${path}`, { headers: { origin: url } })).status).toBe(200);
    expect((await fetch(`http://localhost:${port}${path}`)).status).toBe(200);
    expect(await statusFor("rebound.example", port, path)).toBe(403);
  }
});

/** The status of a request with this Host header. `fetch` does not let a caller choose it. */
const statusFor = async (host: string, port: string, path: string): Promise<number | undefined> => {
  const { request } = await import("node:http");
  const [response] = await once(request({ port, path, host: "127.0.0.1", headers: { host } }).end(), "response");
  return response.resume().statusCode;
};

test("with --memory, nothing is left on the disk", async () => {
  const folder = newProject(oneFunction(ANSWER));
  const { end } = await startProcess(folder, "--memory");
  await end("SIGTERM");
  expect(existsSync(join(folder, ".tributary"))).toBe(false);
});
