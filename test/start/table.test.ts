import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { startDynamoDb } from "../../src/local/dynamodb.ts";
import { startHere } from "./here.ts";
import { startProcess } from "./process.ts";
import { newProject, put } from "./project.ts";

const INDEX = `
      GlobalSecondaryIndexes:
        - { IndexName: byKind, KeySchema: [{ AttributeName: kind, KeyType: HASH }], Projection: { ProjectionType: ALL } }`;

const template = (index: string, others = "") => `
Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Runtime: nodejs24.x, CodeUri: src/, Timeout: 60, Environment: { Variables: { TABLE: !Ref Items } } } }
Resources:
  Items:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }${index.includes("kind") ? ", { AttributeName: kind, AttributeType: S }" : ""}]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]${index}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: fn.handler
      Events:
        Put: { Type: HttpApi, Properties: { Path: "/put/{id}", Method: POST } }
        All: { Type: HttpApi, Properties: { Path: /all, Method: GET } }
        ByKind: { Type: HttpApi, Properties: { Path: "/kind/{kind}", Method: GET } }
${others}
`;

const FN = `
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand, QueryCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
const client = DynamoDBDocumentClient.from(new DynamoDBClient());
const TableName = process.env.TABLE;
export const handler = async ({ routeKey, pathParameters }) => {
  if (routeKey.startsWith("POST")) return client.send(new PutCommand({ TableName, Item: { id: pathParameters.id, kind: "a" } })).then(() => "put");
  const { Items } = await client.send(
    routeKey === "GET /all" ? new ScanCommand({ TableName }) : new QueryCommand({ TableName, IndexName: "byKind", KeyConditionExpression: "kind = :kind", ExpressionAttributeValues: { ":kind": pathParameters.kind } }));
  return Items.map(({ id }) => id).sort();
};`;

const project = (index = INDEX) => newProject({ "template.yaml": template(index), "src/fn.ts": FN });
const get = async (url: string | undefined, path: string) => JSON.parse(await (await fetch(`${url}${path}`)).text());
const putItem = (url: string | undefined, id: string) => fetch(`${url}/put/${id}`, { method: "POST" });

test("the table survives a restart, and --reset empties it", async () => {
  const folder = project();
  const first = await startHere(folder);
  await putItem(first.url, "1");
  await first.stop();
  const second = await startHere(folder);
  expect(await get(second.url, "/all")).toEqual(["1"]);
  await second.stop();
  const third = await startHere(folder, "--reset");
  expect(await get(third.url, "/all")).toEqual([]);
});

test("what was answered before a kill during writes is in the table and in its indexes", async () => {
  const folder = project();
  const { url, end } = await startProcess(folder);
  const kept: string[] = [];
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    for (let count = 0; ; count += 1) {
      const id = `${writer}-${String(count).padStart(4, "0")}`;
      const answer = await putItem(url, id).catch(() => undefined);
      if (answer?.status !== 200) return;
      kept.push(id);
    }
  });
  await expect.poll(() => kept.length, { timeout: 60_000 }).toBeGreaterThan(40);
  await end("SIGKILL");
  await Promise.all(writers);
  const second = await startProcess(folder);
  expect(second.text()).toContain("The last process was killed. The indexes of the tables are built anew.");
  const all = await get(second.url, "/all");
  expect(all).toEqual(expect.arrayContaining(kept));
  expect(await get(second.url, "/kind/a")).toEqual(all);
});

test("an edit of the template keeps the items: a new index has them, and a table that is gone for a while, too", async () => {
  const folder = project("");
  const first = await startHere(folder);
  for (const id of ["1", "2"]) await putItem(first.url, id);
  await first.stop();

  put(folder, "template.yaml", template(INDEX));
  const second = await startHere(folder);
  expect(second.text()).toContain(
    "The schema of the tables has changed. The items are copied.\nItems: 2 items are copied.",
  );
  expect(await get(second.url, "/kind/a")).toEqual(["1", "2"]);
  await second.stop();
  expect(readdirSync(join(folder, ".tributary", "tables"))).toHaveLength(1);

  put(
    folder,
    "template.yaml",
    template(INDEX).replace("  Items:\n", "  Others:\n").replace("!Ref Items", "!Ref Others"),
  );
  const third = await startHere(folder);
  expect(await get(third.url, "/all")).toEqual([]);
  await third.stop();

  put(folder, "template.yaml", template(""));
  const fourth = await startHere(folder);
  expect(await get(fourth.url, "/all")).toEqual(["1", "2"]);
});

test("an expired item is deleted at the next start", async () => {
  const TTL = "\n      TimeToLiveSpecification: { AttributeName: expires, Enabled: true }";
  const folder = newProject({
    "template.yaml": template(TTL),
    "src/fn.ts": FN.replace('kind: "a"', "expires: Number(pathParameters.id)"),
  });
  const first = await startHere(folder);
  const later = String(Math.floor(Date.now() / 1_000) + 1_000);
  for (const id of ["1", later]) await putItem(first.url, id);
  await first.stop();
  const second = await startHere(folder);
  await expect.poll(() => get(second.url, "/all"), { timeout: 60_000 }).toEqual([later]);
});

test("new keys that the items do not have are one sentence, and the old items stay", async () => {
  const folder = project("");
  const first = await startHere(folder);
  await putItem(first.url, "1");
  await first.stop();
  put(folder, "template.yaml", template("").replaceAll("AttributeName: id", "AttributeName: number"));
  await expect(startHere(folder)).rejects.toThrow(
    "The items of the table Items do not fit its new keys. Put the old keys back, or start with --reset to delete all items",
  );
  put(folder, "template.yaml", template(""));
  expect(await get((await startHere(folder)).url, "/all")).toEqual(["1"]);
});

test("--endpoint uses another DynamoDB, and keeps no table itself", async () => {
  const folder = project();
  const { endpoint, stop } = await startDynamoDb();
  const { url, stop: stopSystem } = await startHere(folder, "--endpoint", endpoint);
  await putItem(url, "1");
  const client = new DynamoDBClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "l", secretAccessKey: "l" },
  });
  const pages = await Array.fromAsync(paginateScan({ client }, { TableName: "Items" }));
  expect(pages.flatMap(({ Items = [] }) => Items)).toMatchObject([{ id: { S: "1" } }]);
  await stopSystem();
  expect(existsSync(join(folder, ".tributary", "tables"))).toBe(false);
  await stop();
});
