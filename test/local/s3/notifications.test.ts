import {
  CopyObjectCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { fixture } from "../../../src/local/fixture.ts";
import { decodedKey } from "../../../src/local/s3/notification/decodedKey.ts";
import { eventBridgeEvent } from "../../../src/local/s3/notification/eventBridge.ts";
import { matches } from "../../../src/local/s3/notification/matches.ts";
import { entriesBy } from "../../entries.ts";
import { newWorld } from "../../world.ts";
import { started } from "./started.ts";

const world = await newWorld();
const entriesOf = entriesBy(world.s3, world);

const put = (client: S3Client, Bucket: string) =>
  client.send(new PutObjectCommand({ Bucket, Key: "red flower+1 100%.jpg", Body: "hello" }));
const KEY = "red flower+1 100%.jpg";
const changes: Readonly<Record<string, (client: S3Client) => Promise<unknown>>> = {
  "s3-put": (client) => put(client, "bucket"),
  "s3-put-versioned": (client) => put(client, "versioned"),
  "s3-copy": async (client) => {
    await put(client, "bucket");
    await client.send(
      new CopyObjectCommand({ Bucket: "bucket", Key: "copy", CopySource: `bucket/${encodeURIComponent(KEY)}` }),
    );
  },
  "s3-multipart": (client) =>
    new Upload({ client, params: { Bucket: "bucket", Key: "big", Body: Buffer.alloc(6_000_000) } }).done(),
  "s3-removed-delete": async (client) => {
    await put(client, "bucket");
    await client.send(new DeleteObjectCommand({ Bucket: "bucket", Key: KEY }));
  },
  "s3-removed-deletemarker": async (client) => {
    await put(client, "versioned");
    await client.send(new DeleteObjectCommand({ Bucket: "versioned", Key: KEY }));
  },
  "s3-tagging-put": async (client) => {
    await put(client, "bucket");
    const Tagging = { TagSet: [{ Key: "a", Value: "1" }] };
    await client.send(new PutObjectTaggingCommand({ Bucket: "bucket", Key: KEY, Tagging }));
  },
};

/** The path of each value in a JSON value. */
const pathsOf = (value: unknown, path = ""): readonly string[] => {
  const inside = z.record(z.string(), z.unknown()).safeParse(value);
  if (!inside.success) return [path];
  return Object.entries(inside.data).flatMap(([name, part]) => pathsOf(part, `${path}/${name}`));
};
const Notification = z.object({
  Records: z.tuple([z.looseObject({ eventName: z.string(), eventVersion: z.string() })]),
});

const lastOf = async (change: (client: S3Client) => Promise<unknown>) => {
  const { client, records } = await started();
  await change(client);
  const record = records.at(-1);
  if (record === undefined) throw new Error("Nothing was told");
  return record;
};

describe.each(Object.entries(changes))("the notification of %s", (name, change) => {
  test("has the fields that S3 sends, and no others", async () => {
    const record = await lastOf(change);
    const { Records } = Notification.parse(fixture(name));
    expect(pathsOf(record).toSorted()).toEqual(pathsOf(Records[0]).toSorted());
    const { eventName, eventVersion } = Records[0];
    expect(record).toMatchObject({ eventName, eventVersion });
  });

  test("is read by the trigger, and so is its form of EventBridge", async () => {
    const record = await lastOf(change);
    const [entry] = await entriesOf({ Records: [record] });
    const [same] = await entriesOf(eventBridgeEvent(record));
    const subject = decodedKey(record.s3.object.key);
    const told = { type: `com.amazonaws.s3.${record.eventName}`, subject, source: entry?.source };
    expect(entry).toMatchObject({ ...told, time: record.eventTime });
    expect(same).toMatchObject(told);
    expect(entry?.source).toBe(`aws:s3.eu-central-1.${record.s3.bucket.name}`);
  });
});

test.each([
  ["s3-copy", "s3-eventbridge-created-multipart"],
  ["s3-multipart", "s3-eventbridge-created-multipart"],
  ["s3-removed-delete", "s3-eventbridge-deleted-permanently"],
  ["s3-removed-deletemarker", "s3-eventbridge-deleted"],
])("the event of EventBridge of %s has the fields of %s", async (name, recorded) => {
  const event = eventBridgeEvent(await lastOf(changes[name] ?? (async () => {})));
  expect(pathsOf(event).toSorted()).toEqual(pathsOf(fixture(recorded)).toSorted());
});

test("the same record has the same event of EventBridge each time it is delivered", async () => {
  const record = await lastOf((client) => put(client, "bucket"));
  const other = await lastOf((client) => put(client, "bucket"));
  expect(eventBridgeEvent(record)).toEqual(eventBridgeEvent(JSON.parse(JSON.stringify(record))));
  expect(eventBridgeEvent(other).id).not.toBe(eventBridgeEvent(record).id);
});

describe("a notification of the template", () => {
  test.each([
    [["s3:ObjectCreated:*"], "ObjectCreated:CompleteMultipartUpload", true],
    [["s3:ObjectCreated:Put", "s3:ObjectRemoved:*"], "ObjectRemoved:Delete", true],
    [["s3:ObjectCreated:Put"], "ObjectCreated:Copy", false],
    [["s3:ObjectCreated:*"], "ObjectRemoved:Delete", false],
    [["s3:ObjectTagging:*"], "ObjectTagging:Put", true],
    [[], "ObjectCreated:Put", false],
  ])("of %j: %s is sent: %s", (events, eventName, expected) => {
    expect(matches({ events }, eventName, "a")).toBe(expected);
  });

  test.each([
    [{ prefix: "images/", suffix: ".jpg" }, "images/a.jpg", true],
    [{ prefix: "images/", suffix: ".jpg" }, "images/a.png", false],
    [{ prefix: "images/", suffix: ".jpg" }, "a.jpg", false],
    [{ Prefix: "a b+ü" }, "a b+ü.jpg", true],
    [{ Suffix: "" }, "anything", true],
  ])("with the filter %j: the key %s is sent: %s", (filter, key, expected) => {
    const rules = Object.entries(filter).map(([name, value]) => ({ name, value }));
    expect(matches({ events: ["s3:ObjectCreated:*"], rules }, "ObjectCreated:Put", key)).toBe(expected);
  });
});
