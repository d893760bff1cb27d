import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  paginateListObjectsV2,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { describe, expect, test } from "vitest";
import { short, started } from "./started.ts";

const Bucket = "bucket";
const textOf = async (client: S3Client, Key: string, more = {}) => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Body?.transformToString();
};
const put = (client: S3Client, Key: string, Body: string | Buffer = "content", more = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

describe("an object", () => {
  test("comes back with its bytes, headers, metadata, tags and checksum", async () => {
    const { client } = await started();
    await put(client, "a.txt", "hello", {
      ContentType: "text/plain",
      CacheControl: "no-store",
      ContentEncoding: "identity",
      Metadata: { Who: "ada" },
      Tagging: "a=1&b=two%20words",
    });
    const { Body, ...object } = await client.send(
      new GetObjectCommand({ Bucket, Key: "a.txt", ChecksumMode: "ENABLED" }),
    );
    expect(await Body?.transformToString()).toBe("hello");
    expect(object).toMatchObject({
      ContentType: "text/plain",
      CacheControl: "no-store",
      ContentEncoding: "identity",
      ContentLength: 5,
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
      ChecksumCRC32: "NhCmhg==",
      ChecksumType: "FULL_OBJECT",
      Metadata: { who: "ada" },
      TagCount: 2,
    });
    const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket, Key: "a.txt" }));
    expect(TagSet).toEqual([
      { Key: "a", Value: "1" },
      { Key: "b", Value: "two words" },
    ]);
  });

  test.each([0, 1, 65_536, 3_000_001])(
    "of %i bytes is the same after a stream with a trailing checksum",
    async (size) => {
      const { client, records } = await started();
      const bytes = randomBytes(size);
      await put(client, "stream", "", { Body: Readable.from([bytes]), ContentLength: size });
      const { Body, ContentLength, ContentEncoding } = await client.send(
        new GetObjectCommand({ Bucket, Key: "stream" }),
      );
      expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
      expect([ContentLength, ContentEncoding]).toEqual([size, undefined]);
      expect(records[0]?.s3.object).toMatchObject({ size, eTag: createHash("md5").update(bytes).digest("hex") });
    },
  );

  test.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)(
    "has the checksum %s if a client wants it",
    async (name) => {
      const { client } = await started();
      // The SDK has no CRC64NVME of its own, so it is given. It is that of "123456789" in every catalog.
      const given = name === "CRC64NVME" ? { ChecksumCRC64NVME: "rosUhgp5mIg=" } : { ChecksumAlgorithm: name };
      await put(client, "sum", "123456789", given);
      const object = await client.send(new HeadObjectCommand({ Bucket, Key: "sum", ChecksumMode: "ENABLED" }));
      expect(object[`Checksum${name}`]).toEqual(expect.any(String));
      expect(await textOf(client, "sum")).toBe("123456789");
    },
  );

  test("is read in ranges", async () => {
    const { client } = await started();
    await put(client, "digits", "0123456789");
    for (const [Range, expected] of [
      ["bytes=2-4", "234"],
      ["bytes=7-", "789"],
      ["bytes=-2", "89"],
      ["bytes=0-99", "0123456789"],
      ["bytes=5-3", "0123456789"],
    ])
      expect(await textOf(client, "digits", { Range })).toBe(expected);
    const { ContentRange } = await client.send(new GetObjectCommand({ Bucket, Key: "digits", Range: "bytes=2-4" }));
    expect(ContentRange).toBe("bytes 2-4/10");
    await expect(textOf(client, "digits", { Range: "bytes=10-" })).rejects.toMatchObject({ name: "InvalidRange" });
  });

  test("is read under conditions", async () => {
    const { client } = await started();
    const { ETag } = await put(client, "a");
    const other = '"00000000000000000000000000000000"';
    expect(await textOf(client, "a", { IfMatch: ETag })).toBe("content");
    await expect(textOf(client, "a", { IfMatch: other })).rejects.toMatchObject({ name: "PreconditionFailed" });
    await expect(textOf(client, "a", { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    expect(await textOf(client, "a", { IfNoneMatch: other })).toBe("content");
    const [before, after] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)];
    await expect(textOf(client, "a", { IfModifiedSince: after })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(textOf(client, "a", { IfUnmodifiedSince: before })).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
    // As S3 does, the ETag decides.
    expect(await textOf(client, "a", { IfMatch: ETag, IfUnmodifiedSince: before })).toBe("content");
  });

  test("is not replaced by a put with If-None-Match: *, even if two come at once", async () => {
    const { client, records } = await started();
    const results = await Promise.allSettled(
      ["one", "two", "three"].map((body) => put(client, "once", body, { IfNoneMatch: "*" })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    await expect(put(client, "once", "four", { IfNoneMatch: "*" })).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
    expect(records).toHaveLength(1);
  });

  test("that is missing is NoSuchKey", async () => {
    const { client } = await started();
    await expect(textOf(client, "none")).rejects.toMatchObject({ name: "NoSuchKey" });
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: "none" }))).rejects.toMatchObject({
      name: "NotFound",
    });
    await expect(client.send(new GetObjectCommand({ Bucket: "other", Key: "a" }))).rejects.toMatchObject({
      name: "NoSuchBucket",
    });
  });

  test("is deleted once, however often that is asked", async () => {
    const { client, records } = await started();
    await put(client, "a");
    for (let i = 0; i < 3; i++) await client.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    await expect(textOf(client, "a")).rejects.toMatchObject({ name: "NoSuchKey" });
    expect(short(records)).toEqual(["ObjectCreated:Put a", "ObjectRemoved:Delete a"]);
  });

  test("is tagged", async () => {
    const { client, records } = await started();
    const Tagging = { TagSet: [{ Key: "state", Value: "<done> & dusted" }] };
    await put(client, "a");
    await client.send(new PutObjectTaggingCommand({ Bucket, Key: "a", Tagging }));
    expect((await client.send(new GetObjectTaggingCommand({ Bucket, Key: "a" }))).TagSet).toEqual(Tagging.TagSet);
    await client.send(new DeleteObjectTaggingCommand({ Bucket, Key: "a" }));
    expect((await client.send(new GetObjectTaggingCommand({ Bucket, Key: "a" }))).TagSet).toEqual([]);
    expect(short(records)).toEqual(["ObjectCreated:Put a", "ObjectTagging:Put a", "ObjectTagging:Delete a"]);
    const twice = {
      TagSet: [
        { Key: "a", Value: "1" },
        { Key: "a", Value: "2" },
      ],
    };
    await expect(client.send(new PutObjectTaggingCommand({ Bucket, Key: "a", Tagging: twice }))).rejects.toMatchObject({
      name: "InvalidTag",
    });
  });
});

test("many objects are deleted in one request", async () => {
  const { client, records } = await started();
  const keys = ["a", "b/c", " spaced ", "<&>\"'", "ü/日本", "line\nbreak"];
  for (const key of keys) await put(client, key);
  const Objects = [...keys, "was never there"].map((Key) => ({ Key }));
  const { Deleted, Errors } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Deleted?.map(({ Key }) => Key)).toEqual([...keys, "was never there"]);
  expect(Errors ?? []).toEqual([]);
  expect((await client.send(new ListObjectsCommand({ Bucket }))).Contents).toBeUndefined();
  expect(records.filter(({ eventName }) => eventName === "ObjectRemoved:Delete")).toHaveLength(keys.length);
});

describe("a copy", () => {
  test("keeps headers, metadata and tags, also into another bucket", async () => {
    const { client, records } = await started();
    await put(client, "a b+c%.txt", "hello", { ContentType: "text/plain", Metadata: { who: "ada" }, Tagging: "t=1" });
    const CopySource = `bucket/${encodeURIComponent("a b+c%.txt")}`;
    const copied = await client.send(new CopyObjectCommand({ Bucket: "versioned", Key: "copy", CopySource }));
    expect(copied.CopyObjectResult?.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    const copy = await client.send(new HeadObjectCommand({ Bucket: "versioned", Key: "copy" }));
    expect(copy).toMatchObject({ ContentType: "text/plain", Metadata: { who: "ada" }, TagCount: 1 });
    expect(short(records)[1]).toBe("ObjectCreated:Copy copy");
  });

  test("replaces metadata if that is asked, and is refused onto itself without a change", async () => {
    const { client } = await started();
    await put(client, "a", "hello", { Metadata: { who: "ada" } });
    const onto = { Bucket, Key: "a", CopySource: "bucket/a" };
    await expect(client.send(new CopyObjectCommand(onto))).rejects.toMatchObject({ name: "InvalidRequest" });
    await client.send(new CopyObjectCommand({ ...onto, MetadataDirective: "REPLACE", Metadata: { who: "eve" } }));
    expect((await client.send(new HeadObjectCommand({ Bucket, Key: "a" }))).Metadata).toEqual({ who: "eve" });
    expect(await textOf(client, "a")).toBe("hello");
  });

  test("of nothing is refused", async () => {
    const { client, records } = await started();
    const copy = (CopySource: string) => client.send(new CopyObjectCommand({ Bucket, Key: "b", CopySource }));
    await expect(copy("bucket/none")).rejects.toMatchObject({ name: "NoSuchKey" });
    await expect(copy("none/a")).rejects.toMatchObject({ name: "NoSuchBucket" });
    await expect(copy("nonsense")).rejects.toMatchObject({ name: "InvalidArgument" });
    expect(records).toEqual([]);
  });
});

describe("a multipart upload", () => {
  const MB5 = 5 * 1024 * 1024;

  test("by lib-storage becomes one object with one notification", async () => {
    const { client, records } = await started();
    const bytes = randomBytes(2 * MB5 + 17);
    await new Upload({ client, params: { Bucket, Key: "big", Body: bytes }, partSize: MB5 }).done();
    const object = await client.send(new GetObjectCommand({ Bucket, Key: "big" }));
    expect(object.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    expect(Buffer.from((await object.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    expect(short(records)).toEqual(["ObjectCreated:CompleteMultipartUpload big"]);
    expect(records[0]?.s3.object).toMatchObject({ size: bytes.length, eTag: object.ETag?.replaceAll('"', "") });
  });

  test("lists its parts, replaces a part, copies a part, and can be in any order", async () => {
    const { client } = await started();
    await put(client, "source", Buffer.alloc(MB5, "s"));
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: "m", ContentType: "a/b" }));
    const part = async (PartNumber: number, Body: Buffer) =>
      (await client.send(new UploadPartCommand({ Bucket, Key: "m", UploadId, PartNumber, Body }))).ETag;
    const last = await part(7, Buffer.from("end"));
    await part(2, Buffer.from("too small"));
    const second = await part(2, Buffer.alloc(MB5, "2"));
    const { CopyPartResult } = await client.send(
      new UploadPartCopyCommand({ Bucket, Key: "m", UploadId, PartNumber: 1, CopySource: "bucket/source" }),
    );
    const listed = await client.send(new ListPartsCommand({ Bucket, Key: "m", UploadId }));
    expect(listed.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, MB5],
      [2, MB5],
      [7, 3],
    ]);
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads?.map(({ Key }) => Key)).toEqual(["m"]);
    const complete = (Parts: readonly { PartNumber: number; ETag: string | undefined }[]) =>
      client.send(
        new CompleteMultipartUploadCommand({ Bucket, Key: "m", UploadId, MultipartUpload: { Parts: [...Parts] } }),
      );
    const [one, two, seven] = [
      { PartNumber: 1, ETag: CopyPartResult?.ETag },
      { PartNumber: 2, ETag: second },
      { PartNumber: 7, ETag: last },
    ];
    await expect(complete([two, one])).rejects.toMatchObject({ name: "InvalidPartOrder" });
    await expect(complete([one, { PartNumber: 2, ETag: last }])).rejects.toMatchObject({ name: "InvalidPart" });
    await complete([one, two, seven]);
    const object = await client.send(new HeadObjectCommand({ Bucket, Key: "m" }));
    expect(object).toMatchObject({ ContentLength: 2 * MB5 + 3, ContentType: "a/b" });
    await expect(complete([one])).rejects.toMatchObject({ name: "NoSuchUpload" });
  });

  test("may have a part that is a copy of an empty object", async () => {
    const { client } = await started();
    await put(client, "empty", "");
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: "m" }));
    const at = { Bucket, Key: "m", UploadId };
    const source = { PartNumber: 1, CopySource: "bucket/empty" };
    const { CopyPartResult } = await client.send(new UploadPartCopyCommand({ ...at, ...source }));
    const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }];
    await client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
    expect(await textOf(client, "m")).toBe("");
  });

  test("with a small part in the middle is refused, and an aborted one is gone", async () => {
    const { client, records } = await started();
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: "m" }));
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (const PartNumber of [1, 2]) {
      const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key: "m", UploadId, PartNumber, Body: "x" }));
      Parts.push({ PartNumber, ETag });
    }
    const complete = new CompleteMultipartUploadCommand({ Bucket, Key: "m", UploadId, MultipartUpload: { Parts } });
    await expect(client.send(complete)).rejects.toMatchObject({ name: "EntityTooSmall" });
    const list = (id: string) => client.send(new ListPartsCommand({ Bucket, Key: "m", UploadId: id }));
    expect((await list(UploadId ?? "")).Parts).toHaveLength(2);
    await expect(list(`x/../${UploadId}`)).rejects.toMatchObject({ name: "NoSuchUpload" });
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key: "m", UploadId }));
    await expect(client.send(complete)).rejects.toMatchObject({ name: "NoSuchUpload" });
    await expect(list(UploadId ?? "")).rejects.toMatchObject({ name: "NoSuchUpload" });
    expect(records).toEqual([]);
  });
});

describe("a list", () => {
  const keys = ["a", "a/1", "a/2/x", "a/2/y", "b+c d", "b/%41", "z", "é", "\u{ffff}", "\u{10000}"];

  test.each([1, 2, 3, 1000])("in pages of %i has every key once, in the order of the bytes", async (pageSize) => {
    const { client } = await started();
    for (const key of keys.toReversed()) await put(client, key);
    for (const EncodingType of [undefined, "url"] as const) {
      const found: string[] = [];
      for await (const page of paginateListObjectsV2({ client, pageSize }, { Bucket, EncodingType })) {
        expect(page.KeyCount).toBeLessThanOrEqual(pageSize);
        for (const { Key = "" } of page.Contents ?? [])
          found.push(EncodingType === "url" ? decodeURIComponent(Key.replaceAll("+", " ")) : Key);
      }
      expect(found).toEqual(keys);
    }
  });

  test.each([1, 2, 1000])("with a delimiter has folders, in pages of %i", async (pageSize) => {
    const { client } = await started();
    for (const key of keys) await put(client, key);
    const found: string[] = [];
    for await (const page of paginateListObjectsV2({ client, pageSize }, { Bucket, Delimiter: "/" })) {
      found.push(...(page.Contents ?? []).map(({ Key = "" }) => Key));
      found.push(...(page.CommonPrefixes ?? []).map(({ Prefix = "" }) => Prefix));
    }
    expect(found.toSorted()).toEqual([...new Set(keys.map((key) => key.replace(/\/.*/, "/")))].toSorted());
    const inside = await client.send(new ListObjectsCommand({ Bucket, Prefix: "a/", Delimiter: "/" }));
    expect(inside.Contents?.map(({ Key, Size, ETag }) => [Key, Size, ETag])).toEqual([
      ["a/1", 7, '"9a0364b9e99bb480dd25e1f0284c8555"'],
    ]);
    expect(inside.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(["a/2/"]);
  });

  test("of the first version has a marker", async () => {
    const { client } = await started();
    for (const key of keys) await put(client, key);
    const page = await client.send(new ListObjectsCommand({ Bucket, Marker: "b/%41", MaxKeys: 2 }));
    expect([page.Contents?.map(({ Key }) => Key), page.IsTruncated]).toEqual([["z", "é"], true]);
  });

  test("with a wrong parameter is refused", async () => {
    const { url } = await started();
    for (const query of ["list-type=2&max-keys=x", "list-type=2&continuation-token=%21", "encoding-type=xml"]) {
      const answer = await fetch(`${url}/bucket?${query}`);
      expect([answer.status, await answer.text()]).toEqual([
        400,
        expect.stringContaining("<Code>InvalidArgument</Code>"),
      ]);
    }
  });
});

describe("a bucket", () => {
  test("is found and described", async () => {
    const { client } = await started();
    expect((await client.send(new ListBucketsCommand())).Buckets?.map(({ Name }) => Name)).toEqual([
      "bucket",
      "versioned",
    ]);
    await expect(started({ buckets: [{ name: "../bucket" }] })).rejects.toThrow('"../bucket" is no name of a bucket');
    await client.send(new HeadBucketCommand({ Bucket }));
    await expect(client.send(new HeadBucketCommand({ Bucket: "none" }))).rejects.toMatchObject({ name: "NotFound" });
    const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket }));
    expect(LocationConstraint).toBe("eu-central-1");
    expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    expect((await client.send(new GetBucketVersioningCommand({ Bucket: "versioned" }))).Status).toBe("Enabled");
  });

  test("cannot be made, because the template makes it", async () => {
    const { client } = await started();
    await expect(client.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: "BucketAlreadyOwnedByYou",
    });
    await expect(client.send(new CreateBucketCommand({ Bucket: "new" }))).rejects.toThrow("Add new to the template");
  });

  test("with versions has a new version at each put, and a marker at each delete", async () => {
    const { client, records } = await started();
    const at = { Bucket: "versioned", Key: "a" };
    const { VersionId } = await client.send(new PutObjectCommand({ ...at, Body: "1" }));
    const second = await client.send(new PutObjectCommand({ ...at, Body: "2" }));
    expect(second.VersionId).not.toBe(VersionId);
    await expect(client.send(new GetObjectCommand({ ...at, VersionId }))).rejects.toMatchObject({
      name: "NoSuchVersion",
    });
    const { DeleteMarker, VersionId: marker } = await client.send(new DeleteObjectCommand(at));
    expect(DeleteMarker).toBe(true);
    expect(records.map(({ eventName, s3 }) => [eventName, s3.object.versionId])).toEqual([
      ["ObjectCreated:Put", VersionId],
      ["ObjectCreated:Put", second.VersionId],
      ["ObjectRemoved:DeleteMarkerCreated", marker],
    ]);
  });

  test("with versions removes the version that is named for ever", async () => {
    const { client, records } = await started();
    const at = { Bucket: "versioned", Key: "a" };
    const { VersionId } = await client.send(new PutObjectCommand({ ...at, Body: "1" }));
    await client.send(new DeleteObjectCommand({ ...at, VersionId }));
    expect(records.map(({ eventName, s3 }) => [eventName, s3.object.versionId])).toEqual([
      ["ObjectCreated:Put", VersionId],
      ["ObjectRemoved:Delete", VersionId],
    ]);
  });
});

test("what is missing says its name", async () => {
  const { client } = await started();
  await put(client, "a");
  await expect(client.send(new GetObjectAclCommand({ Bucket, Key: "a" }))).rejects.toMatchObject({
    name: "NotImplemented",
    message: "The local S3 does not have GetObjectAcl.",
    $metadata: { httpStatusCode: 501 },
  });
  await expect(client.send(new ListObjectVersionsCommand({ Bucket }))).rejects.toThrow("ListObjectVersions");
  await expect(
    client.send(
      new PutBucketCorsCommand({
        Bucket,
        CORSConfiguration: { CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }] },
      }),
    ),
  ).rejects.toThrow("PutBucketCors");
  await expect(put(client, "a", "b", { ObjectLockLegalHoldStatus: "ON" })).rejects.toThrow(
    "x-amz-object-lock-legal-hold",
  );
  await expect(put(client, "a", "b", { ACL: "public-read" })).rejects.toMatchObject({
    name: "AccessControlListNotSupported",
  });
});
