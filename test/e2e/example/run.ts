import assert from "node:assert/strict";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { apiOf } from "../deploy/api.ts";
import { newCaller } from "../deploy/caller.ts";
import { outputsOf } from "../deploy/stack.ts";
import { ok } from "../ok.ts";
import { until } from "../until.ts";
import { bitmap } from "./bitmap.ts";
import { startCarrier } from "./carrier.ts";
import { publish } from "./publish.ts";

// Sends events to the stack of examples/orders, and reads them back. `node run.ts STACK`

const Outputs = z.object({
  ApiId: z.string(),
  OrdersQueueUrl: z.string(),
  InventoryTableName: z.string(),
  NoticesTopicArn: z.string(),
  ImagesBucketName: z.string(),
  ThumbnailsBucketName: z.string(),
});
const stack = Outputs.parse(await outputsOf(process.argv[2] ?? ""));
const api = apiOf(stack.ApiId, await newCaller("operator", `arn:aws:execute-api:*:*:${stack.ApiId}/*`));
const carrier = await startCarrier(8124);
const entriesOf = (stream: string, count: number) =>
  until(`${count} entries of the stream ${stream}`, async () => {
    const entries = await api.readAll(stream === "rejected" ? "/rejected" : `/logs?order=asc&stream=${stream}`);
    return entries.length >= count ? entries : undefined;
  });
const orderOf = (orderId: string) => JSON.stringify({ orderId, items: [{ sku: "cup", quantity: 2 }] });

const sqs = new SQSClient({ useQueueUrlAsEndpoint: false }); // the URL has another name of the same host
for (const MessageBody of [orderOf("o-1"), "no order", orderOf("o-2")])
  await sqs.send(new SendMessageCommand({ QueueUrl: stack.OrdersQueueUrl, MessageBody }));
const orders = await entriesOf("orders", 2);
assert.deepEqual(orders.map(({ result }) => result).sort(), ['{"parcel":"p-1"}', '{"parcel":"p-2"}']);
assert.deepEqual([...carrier.keys].sort(), orders.map(({ id }) => id).sort());
const [bad] = await entriesOf("rejected", 1);
assert.equal(z.object({ trigger: z.string() }).parse(bad?.["data"]).trigger, "orders");
ok("SQS: two orders are shipped and logged with their parcels; what is no order is rejected");

const stock = DynamoDBDocumentClient.from(new DynamoDBClient());
const TableName = stack.InventoryTableName;
for (const count of [7, 5]) await stock.send(new PutCommand({ TableName, Item: { sku: "cup", count } }));
await stock.send(new DeleteCommand({ TableName, Key: { sku: "cup" } }));
const changes = await entriesOf("inventory", 3);
assert.deepEqual(
  changes.map(({ type, subject }) => [type, subject]).sort(), // DynamoDB gives the time in whole seconds
  ["INSERT", "MODIFY", "REMOVE"].map((name) => [`com.amazonaws.dynamodb.${name}`, '{"sku":"cup"}']),
);
ok("DynamoDB: the creation, the change and the removal of an item are logged");

await publish(stack.NoticesTopicArn, JSON.stringify({ kind: "delay", text: "Snow" }));
const [notice] = await entriesOf("notices", 1);
assert.equal(notice?.type, "com.amazonaws.sns.Notification");
ok("SNS: a notice is logged");

const s3 = new S3Client({ forcePathStyle: true }); // because a bucket has no host name in the emulator
const Key = "photo ü+1.bmp";
await s3.send(new PutObjectCommand({ Bucket: stack.ImagesBucketName, Key, Body: bitmap(400, 300) }));
const [image] = await entriesOf("images", 1);
assert.equal(image?.subject, Key);
const { width, height, bytes } = z
  .object({ width: z.number(), height: z.number(), bytes: z.number() })
  .parse(JSON.parse(String(image["result"])));
assert.deepEqual({ width, height }, { width: 200, height: 150 });
const made = await s3.send(new GetObjectCommand({ Bucket: stack.ThumbnailsBucketName, Key }));
assert.equal(made.ContentLength, bytes);
const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: stack.ThumbnailsBucketName }));
assert.equal(KeyCount, 1);
ok("S3: an image has a thumbnail in the other bucket");

const all = await api.readAll("/logs");
assert.equal(all.length, 7, "a thumbnail, or anything else, has made another entry");
assert.equal((await api.readAll("/rejected")).length, 1);
assert.equal((await apiOf(stack.ApiId, "nobody").ask("GET", "/logs")).status, 403);
const document = JSON.parse((await api.ask("GET", "/openapi.json")).text);
assert.deepEqual(document.components.schemas.Stream.enum, ["orders", "inventory", "notices", "images"]);
assert.equal(document.paths["/events"], undefined);
ok("the API reads the seven entries and the rejection, for signed requests only, and describes these streams");
carrier.stop();
