import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, test } from "vitest";
import { receive } from "../../../src/local/s3/body/receive.ts";
import { server } from "../../../src/local/s3/server.ts";
import { request } from "./request.ts";
import { clientOf, short, started } from "./started.ts";

const code = (xml: string) => /<Code>(.*?)<\/Code>/.exec(xml)?.[1];
const put = (url: string, headers: Readonly<Record<string, string>>, body: string | Buffer = "hello") =>
  request(url, {
    method: "PUT",
    path: "/bucket/a",
    headers: { "content-length": String(Buffer.byteLength(body)), ...headers },
    body,
  });
const crcOf = (text: string) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString("base64");
};
const chunked = (decoded: number, more = {}) => ({
  "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  "content-encoding": "gzip,aws-chunked",
  "x-amz-decoded-content-length": String(decoded),
  "x-amz-trailer": "x-amz-checksum-crc32",
  ...more,
});

describe("a body", () => {
  test.each([
    ["a wrong checksum", { "x-amz-checksum-crc32": "AAAAAA==" }, "BadDigest"],
    ["a checksum of another length", { "x-amz-checksum-sha256": "AAAAAA==" }, "InvalidRequest"],
    ["two checksums", { "x-amz-checksum-crc32": "AAAAAA==", "x-amz-checksum-crc32c": "AAAAAA==" }, "InvalidRequest"],
    ["a wrong MD5", { "content-md5": "1B2M2Y8AsgTpgAmY7PhCfg==" }, "BadDigest"],
    ["an MD5 that is none", { "content-md5": "nonsense" }, "InvalidDigest"],
    ["a wrong SHA-256", { "x-amz-content-sha256": "0".repeat(64) }, "XAmzContentSHA256Mismatch"],
    ["more than 2 KB of metadata", { "x-amz-meta-a": "x".repeat(2048) }, "MetadataTooLarge"],
    ["an If-None-Match that is no *", { "if-none-match": '"etag"' }, "NotImplemented"],
  ])("with %s is refused, and nothing of it is kept", async (_, headers, expected) => {
    const { url, records, folder } = await started();
    const answer = await put(url, headers);
    expect(code(answer.text)).toBe(expected);
    expect(records).toEqual([]);
    expect(await readdir(join(folder, ".s3", "bucket", "staged"))).toEqual([]);
    expect((await request(url, { path: "/bucket/a" })).status).toBe(404);
  });

  test("without a length is refused", async () => {
    const { url } = await started();
    const answer = await request(url, {
      method: "PUT",
      path: "/bucket/a",
      headers: { "transfer-encoding": "chunked" },
      body: "hello",
    });
    expect([answer.status, code(answer.text)]).toEqual([411, "MissingContentLength"]);
  });

  test("in chunks loses their framing, however it is cut", async () => {
    const { url, client } = await started();
    const signature = `;chunk-signature=${"0".repeat(64)}`;
    for (const body of [
      `5\r\nhello\r\n6\r\n\r\n0\r\n\r\r\n0\r\nx-amz-checksum-crc32:${crcOf("hello\r\n0\r\n\r")}\r\n\r\n`,
      `5${signature}\r\nhello\r\n6${signature}\r\n\r\n0\r\n\r\r\n0${signature}\r\nx-amz-checksum-crc32:${crcOf("hello\r\n0\r\n\r")}\r\nx-amz-trailer-signature:0\r\n\r\n`,
    ]) {
      expect((await put(url, chunked(11), body)).status).toBe(200);
      const object = await client.send(new GetObjectCommand({ Bucket: "bucket", Key: "a" }));
      expect(await object.Body?.transformToString()).toBe("hello\r\n0\r\n\r");
      expect(object.ContentEncoding).toBe("gzip");
    }
  });

  test.each([
    ["a wrong trailing checksum", `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n`, 5, "BadDigest"],
    ["no trailing checksum", "5\r\nhello\r\n0\r\n\r\n", 5, "MalformedTrailerError"],
    ["a trailer that is none", "5\r\nhello\r\n0\r\nnonsense\r\n\r\n", 5, "MalformedTrailerError"],
    ["another length", `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${crcOf("hello")}\r\n\r\n`, 6, "IncompleteBody"],
    ["a chunk that is too short", "9\r\nhello\r\n", 5, "IncompleteBody"],
    ["a chunk that is too long", "4\r\nhello\r\n0\r\n\r\n", 4, "IncompleteBody"],
    ["no last chunk", "5\r\nhello\r\n", 5, "IncompleteBody"],
    ["a size that is none", "hello\r\n", 5, "IncompleteBody"],
    ["a line without an end", "5".repeat(40_000), 5, "IncompleteBody"],
  ])("in chunks with %s is refused", async (_, body, length, expected) => {
    const { url, records } = await started();
    expect(code((await put(url, chunked(length), body)).text)).toBe(expected);
    expect(records).toEqual([]);
  });

  test("has at most 5 GiB, and more only if it is the whole of a multipart upload", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "s3-")), "body");
    const received = (most?: number) =>
      receive({
        body: Readable.from([Buffer.from("x")]),
        headers: { "content-length": String(6 * 1024 ** 3) },
        path,
        ...(most !== undefined && { most }),
      });
    await expect(received()).rejects.toMatchObject({ code: "EntityTooLarge" });
    await expect(received(5 * 1024 ** 4)).rejects.toMatchObject({ code: "IncompleteBody" });
  });

  test("may take any time", () => {
    const settings = { buckets: new Map(), region: "eu-central-1", now: Date.now, say: () => {} };
    expect(server(settings).requestTimeout).toBe(0);
  });

  test("that breaks off leaves nothing", async () => {
    const { url, folder, records } = await started();
    await expect(
      fetch(`${url}/bucket/a`, {
        method: "PUT",
        headers: { "content-length": "1000000" },
        body: new ReadableStream({
          start: (controller) => controller.enqueue(Buffer.alloc(100_000)),
          pull: (controller) => controller.error(new Error("the client went away")),
        }),
        duplex: "half",
      } as RequestInit),
    ).rejects.toThrow();
    await expect.poll(() => readdir(join(folder, ".s3", "bucket", "staged")), { timeout: 60_000 }).toEqual([]);
    expect(records).toEqual([]);
  });
});

describe("a URL", () => {
  test("that is presigned works with a put and a get, as the SDK makes it", async () => {
    const { client, records } = await started();
    const at = { Bucket: "bucket", Key: "a b+%.txt" };
    const putUrl = await getSignedUrl(
      client,
      new PutObjectCommand({ ...at, ContentType: "text/plain", Metadata: { who: "ada" } }),
      {
        expiresIn: 60,
      },
    );
    // The SDK writes the checksum of an empty body into the URL. S3 ignores it.
    expect(putUrl).toContain("x-amz-checksum-crc32=AAAAAA");
    const answer = await fetch(putUrl, { method: "PUT", body: "hello", headers: { "content-type": "text/plain" } });
    expect(answer.status).toBe(200);
    const get = new GetObjectCommand({ ...at, ResponseContentDisposition: 'attachment; filename="ü.txt"' });
    const got = await fetch(await getSignedUrl(client, get, { expiresIn: 60 }));
    expect([await got.text(), got.headers.get("content-type")]).toEqual(["hello", "text/plain"]);
    expect(got.headers.get("x-amz-meta-who")).toBe("ada");
    expect(records[0]?.userIdentity.principalId).toBe("AWS:AKIDEXAMPLE");
  });

  test("that is presigned may have metadata beyond ASCII, and S3 sends it in the form of RFC 2047", async () => {
    const { url, client } = await started();
    const at = { Bucket: "bucket", Key: "a" };
    const putUrl = await getSignedUrl(client, new PutObjectCommand({ ...at, Metadata: { who: "日本" } }));
    expect((await fetch(putUrl, { method: "PUT", body: "hello" })).status).toBe(200);
    const got = await fetch(`${url}/bucket/a`);
    const coded = `=?UTF-8?B?${Buffer.from("日本").toString("base64")}?=`;
    expect([got.headers.get("x-amz-meta-who"), await got.text()]).toEqual([coded, "hello"]);
    // A header has the bytes of UTF-8, which HTTP reads as Latin-1.
    await put(url, { "x-amz-meta-who": Buffer.from("日本").toString("latin1") }, Buffer.from("hello"));
    expect((await fetch(`${url}/bucket/a`)).headers.get("x-amz-meta-who")).toBe(coded);
  });

  test("that is presigned with a header that cannot be sent is refused, and the object stays readable", async () => {
    const { url, client, said } = await started();
    const at = { Bucket: "bucket", Key: "a" };
    await put(url, {});
    const get = new GetObjectCommand({ ...at, ResponseContentDisposition: 'attachment; filename="日本.txt"' });
    const answer = await fetch(await getSignedUrl(client, get));
    expect([answer.status, code(await answer.text())]).toEqual([400, "InvalidArgument"]);
    expect((await fetch(`${url}/bucket/a`)).status).toBe(200);
    expect(said).toEqual([]);
  });

  test("that is presigned ends when its time is over", async () => {
    let time = Date.now();
    const { client, records } = await started({ now: () => time });
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: "bucket", Key: "a" }), { expiresIn: 60 });
    time += 62_000;
    const answer = await fetch(url, { method: "PUT", body: "hello" });
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining("Request has expired")]);
    expect(records).toEqual([]);
  });

  test.each([
    ["X-Amz-Signature=0&X-Amz-Date=nonsense&X-Amz-Expires=60", "AuthorizationQueryParametersError"],
    ["X-Amz-Signature=0&X-Amz-Date=20260101T000000Z", "AuthorizationQueryParametersError"],
    ["X-Amz-Signature=0&X-Amz-Date=20260101T000000Z&X-Amz-Expires=604801", "AuthorizationQueryParametersError"],
    ["X-Amz-Signature=0&X-Amz-Date=29990101T000000Z&X-Amz-Expires=60", "AccessDenied"],
    ["Signature=0&Expires=1000000000&AWSAccessKeyId=A", "AccessDenied"],
  ])("with %s is refused", async (query, expected) => {
    const { url } = await started();
    expect(code((await request(url, { path: `/bucket/a?${query}` })).text)).toBe(expected);
  });

  test("that is no UTF-8, or has a key of more than 1,024 bytes, is refused", async () => {
    const { url } = await started();
    expect(code((await request(url, { path: "/bucket/%ff" })).text)).toBe("InvalidURI");
    expect(code((await request(url, { path: `/bucket/${"%C3%BC".repeat(513)}` })).text)).toBe("KeyTooLongError");
    expect(code((await request(url, { path: `/bucket/${"%C3%BC".repeat(512)}` })).text)).toBe("NoSuchKey");
  });
});

describe("a page of another origin", () => {
  test.each([
    ["host", "evil.example"],
    ["host", "bucket.localhost:1"],
    ["origin", "https://evil.example"],
    ["origin", "null"],
    ["origin", "http://localhost:1"],
    ["sec-fetch-site", "cross-site"],
  ])("is refused by its %s %s", async (name, value) => {
    const { url, client, records } = await started();
    await client.send(new PutObjectCommand({ Bucket: "bucket", Key: "a", Body: "secret" }));
    const read = await request(url, { path: "/bucket/a", headers: { [name]: value } });
    const write = await put(url, { [name]: value });
    expect([read.status, write.status]).toEqual([403, 403]);
    expect(read.text).not.toContain("secret");
    expect(records).toHaveLength(1);
  });

  test("is not refused if it is this server's own, or the client says localhost with path style", async () => {
    const { url } = await started();
    expect((await put(url, { origin: url })).status).toBe(200);
    const client = clientOf(url.replace("127.0.0.1", "localhost"), { forcePathStyle: true });
    await client.send(new GetObjectCommand({ Bucket: "bucket", Key: "a" }));
  });
});

describe("a form", () => {
  const formOf = (fields: Readonly<Record<string, string>>, file = "hello") => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", new Blob([file]), "ü.txt");
    return form;
  };
  const policy = (conditions: readonly unknown[], expiration = "2999-01-01T00:00:00Z") =>
    Buffer.from(JSON.stringify({ expiration, conditions })).toString("base64");

  test("is a post", async () => {
    const { url, client, records } = await started();
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a form has this text
    const key = "up/${filename}";
    const conditions = [{ bucket: "bucket" }, ["starts-with", "$key", "up/"], ["content-length-range", 1, 10]];
    const fields = { key, "Content-Type": "text/plain", "x-amz-meta-who": "ada", policy: policy(conditions) };
    const body = formOf({ ...fields, success_action_status: "201" });
    const answer = await fetch(`${url}/bucket`, { method: "POST", body });
    expect([answer.status, await answer.text()]).toEqual([201, expect.stringContaining("<Key>up/ü.txt</Key>")]);
    expect(short(records)).toEqual(["ObjectCreated:Post up/%C3%BC.txt"]);
    const object = await client.send(new GetObjectCommand({ Bucket: "bucket", Key: "up/ü.txt" }));
    expect(object).toMatchObject({ ContentType: "text/plain", Metadata: { who: "ada" } });
    expect(await object.Body?.transformToString()).toBe("hello");
  });

  test("may have metadata and a redirect beyond ASCII", async () => {
    const { url } = await started();
    const fields = { key: "a", "x-amz-meta-who": "日本", success_action_redirect: `${url}/日本` };
    const answer = await fetch(`${url}/bucket`, { method: "POST", body: formOf(fields), redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([
      303,
      expect.stringContaining(encodeURI(`${url}/日本?bucket=bucket`)),
    ]);
    const got = await fetch(`${url}/bucket/a`);
    expect([got.headers.get("x-amz-meta-who"), await got.text()]).toEqual(["=?UTF-8?B?5pel5pys?=", "hello"]);
  });

  test.each([
    ["an expired policy", { key: "a", policy: policy([], "2020-01-01T00:00:00Z") }, "AccessDenied"],
    ["another key", { key: "a", policy: policy([["starts-with", "$key", "up/"]]) }, "AccessDenied"],
    ["another bucket", { key: "a", policy: policy([{ bucket: "other" }]) }, "AccessDenied"],
    ["a file that is too long", { key: "a", policy: policy([["content-length-range", 0, 4]]) }, "EntityTooLarge"],
    ["a policy that is none", { key: "a", policy: "nonsense" }, "InvalidPolicyDocument"],
    ["no key", {}, "InvalidArgument"],
    ["metadata of two lines", { key: "a", "x-amz-meta-who": "ada\nx: y" }, "InvalidArgument"],
    ["metadata whose name is no header's", { key: "a", "x-amz-meta-my key": "ada" }, "InvalidArgument"],
    ["a type that no header can have", { key: "a", "Content-Type": "日本" }, "InvalidArgument"],
  ])("with %s is refused", async (_, fields, expected) => {
    const { url, records } = await started();
    const answer = await fetch(`${url}/bucket`, { method: "POST", body: formOf(fields) });
    expect(code(await answer.text())).toBe(expected);
    expect(records).toEqual([]);
  });
});
