import { beforeAll, describe, expect, test } from "vitest";
import { handler as http } from "../src/handlers/http.ts";
import { handler as logs } from "../src/handlers/logs.ts";
import { bodyOf, deliver, readAll, request } from "./world.ts";

const JSON_TYPE = { "content-type": "application/json" };
const STRUCTURED = { "content-type": "application/cloudevents+json" };
const BATCH = { "content-type": "application/cloudevents-batch+json" };
const BINARY = { "ce-specversion": "1.0", "ce-id": "b", "ce-source": "/binary", "ce-type": "t" };

const post = (headers: Readonly<Record<string, string>>, body?: unknown, method = "POST") =>
  deliver(http, request(method, "/events", headers, typeof body === "string" ? body : JSON.stringify(body)));

const entryOf = async ({ headers }: Awaited<ReturnType<typeof post>>) =>
  bodyOf(await deliver(logs, request("GET", headers?.["location"] ?? "")));

describe("plain JSON", () => {
  test("is answered 201 with a Location, where the entry is", async () => {
    const answer = await post(JSON_TYPE, { type: "order.paid", subject: "o-1", data: { total: 9.99 } });
    expect(answer.statusCode).toBe(201);
    const { id } = bodyOf(answer);
    expect(answer.headers?.["location"]).toBe(`/logs/${id}`);
    expect(await entryOf(answer)).toMatchObject({
      specversion: "1.0",
      id,
      source: "arn:aws:execute-api:eu-central-1:123456789012:api/$default",
      type: "order.paid",
      subject: "o-1",
      data: { total: 9.99 },
    });
  });

  test.each([
    [{}, ["#/type"]],
    [{ type: "" }, ["#/type"]],
    [{ type: 1, subject: 2 }, ["#/type", "#/subject"]],
    [{ type: "t", payload: 1 }, ["#"]],
    [{ type: "\ud800" }, ["#/type"]],
    [[], ["#"]],
    [null, ["#"]],
    ["text", ["#"]],
    [{ type: "t".repeat(1025) }, ["#/type"]],
  ])("%j is a 400 that points at %j, and is kept as rejected", async (body, pointers) => {
    const answer = await post(JSON_TYPE, JSON.stringify(body));
    expect(answer).toMatchObject({ statusCode: 400, headers: { "content-type": "application/problem+json" } });
    const { errors, instance } = bodyOf(answer);
    expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
    const { data } = bodyOf(await deliver(logs, request("GET", instance)));
    expect(data).toMatchObject({ reason: "schema", trigger: "http", payload: { event: body } });
  });

  test("the unknown field is named", async () => {
    expect(bodyOf(await post(JSON_TYPE, { type: "t", payload: 1 })).errors[0].detail).toContain('"payload"');
  });

  test("data is kept as it came: numbers, depth, prototypes and all", async () => {
    let deep: unknown = "bottom";
    for (let i = 0; i < 500; i++) deep = { deep };
    for (const data of [
      1e300,
      5e-324,
      12345678901234,
      null,
      false,
      "",
      [],
      {},
      { "": { " ": "\u0000\ud83d\ude00\ud800" } },
      deep,
    ])
      expect((await entryOf(await post(JSON_TYPE, { type: "t", data }))).data).toEqual(data);
    expect(await entryOf(await post(JSON_TYPE, { type: "no data" }))).not.toHaveProperty("data");
  });
});

describe("an Idempotency-Key", () => {
  const keyed = (key: string, body: unknown) => post({ ...JSON_TYPE, "Idempotency-Key": key }, body);

  test("makes a repeated request a duplicate: 200 and the same Location", async () => {
    const first = await keyed("k1", { type: "t", data: 1 });
    const second = await keyed("k1", { type: "t", data: 1 });
    expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
    expect(second.headers?.["location"]).toBe(first.headers?.["location"]);
  });

  test("with another body is a 422 that names the header; the first entry stays, and what came is kept", async () => {
    const first = await keyed("k2", { type: "t", data: 1 });
    const other = await keyed("k2", { type: "t", data: 2 });
    expect(other.statusCode).toBe(422);
    expect(bodyOf(other).errors).toEqual([
      { header: "idempotency-key", detail: expect.stringContaining(bodyOf(first).id) },
    ]);
    expect((await entryOf(first)).data).toBe(1);
    const rejected = await deliver(logs, request("GET", bodyOf(other).instance));
    expect(bodyOf(rejected).data).toMatchObject({ reason: "conflict", payload: { event: { type: "t", data: 2 } } });
  });

  test("is each caller's own", async () => {
    const as = (userArn: string) => {
      const event = request("POST", "/events", { ...JSON_TYPE, "idempotency-key": "k3" }, '{"type":"t"}');
      return deliver(http, { ...event, requestContext: { ...event.requestContext, authorizer: { iam: { userArn } } } });
    };
    expect((await as("arn:aws:iam::123456789012:user/a")).statusCode).toBe(201);
    expect((await as("arn:aws:iam::123456789012:user/b")).statusCode).toBe(201);
    expect((await as("arn:aws:iam::123456789012:user/a")).statusCode).toBe(200);
  });

  test.each([
    ["a blank more", '{"type":"t","data":{"a":1}}', '{"type":"t", "data":{"a":1}}'],
    ["the keys in another order", '{"type":"t","data":1}', '{"data":1,"type":"t"}'],
    [
      "a number that is the same double",
      '{"type":"t","data":9007199254740992}',
      '{"type":"t","data":9007199254740993}',
    ],
    ["an escape", '{"type":"t","data":"a"}', '{"type":"t","data":"\\u0061"}'],
    ["a byte order mark", '{"type":"t","data":1}', '\ufeff{"type":"t","data":1}'],
  ])("compares bodies byte by byte: %s makes another body, in base64 too", async (what, one, other) => {
    const send = (body: string, isBase64Encoded: boolean) => {
      const encoded = isBase64Encoded ? Buffer.from(body).toString("base64") : body;
      const headers = { ...JSON_TYPE, "idempotency-key": `bytes ${what}` };
      return deliver(http, { ...request("POST", "/events", headers, encoded), isBase64Encoded });
    };
    expect((await send(one, false)).statusCode).toBe(201);
    expect((await send(one, true)).statusCode).toBe(200);
    expect((await send(other, false)).statusCode).toBe(422);
    expect((await send(other, true)).statusCode).toBe(422);
  });

  test("is not kept, nor any other header that is not needed, with a rejected event", async () => {
    const secret = {
      "idempotency-key": "k4",
      authorization: "AWS4-HMAC-SHA256 secret",
      cookie: "secret",
      "x-api-key": "secret",
    };
    const answer = await post({ ...JSON_TYPE, ...secret, "user-agent": "curl" }, {});
    const { body = "" } = await deliver(logs, request("GET", bodyOf(answer).instance));
    const kept = { ...JSON_TYPE, "user-agent": "curl", "idempotency-key": "[removed]" };
    expect(JSON.parse(body).data.payload.headers).toEqual(kept);
    expect(body).not.toContain("secret");
    expect(body).not.toContain("k4");
  });

  test("that is too long is a 400 that names the header, with a CloudEvent too", async () => {
    const key = { "idempotency-key": "k".repeat(256) };
    for (const answer of [
      await post({ ...JSON_TYPE, ...key }, { type: "t" }),
      await post({ ...STRUCTURED, ...key }, { specversion: "1.0", id: "k6", source: "/keyed", type: "t" }),
    ]) {
      expect(answer.statusCode).toBe(400);
      expect(bodyOf(answer).errors).toMatchObject([{ header: "idempotency-key" }]);
    }
  });

  test("of one that is rejected twice leaves one rejection", async () => {
    const [first, second] = [await keyed("k5", {}), await keyed("k5", {})];
    expect(bodyOf(second).instance).toBe(bodyOf(first).instance);
  });
});

describe("a CloudEvent", () => {
  const event = { specversion: "1.0", id: "1", source: "/shop", type: "paid", time: "2026-02-01T01:00:00.5+01:00" };

  test("in structured mode keeps what it came with; its id becomes originid", async () => {
    const answer = await post(STRUCTURED, {
      ...event,
      subject: "o/1",
      traceparent: "00-1",
      priority: 3,
      urgent: true,
      data: { a: 1 },
    });
    expect(await entryOf(answer)).toMatchObject({
      ...{ source: "/shop", type: "paid", subject: "o/1", time: "2026-02-01T00:00:00.500Z" },
      ...{ originid: "1", traceparent: "00-1", priority: 3, urgent: true, data: { a: 1 } },
    });
  });

  test("is the same event by its source and id, in whatever mode it comes", async () => {
    const first = await post(STRUCTURED, { ...event, id: "same" });
    const binary = {
      "ce-specversion": "1.0",
      "ce-id": "same",
      "ce-source": "/shop",
      "ce-type": "paid",
      "ce-time": event.time,
    };
    const second = await post(binary);
    const [third] = bodyOf(await post(BATCH, [{ ...event, id: "same" }]));
    expect([first.statusCode, second.statusCode, third.status]).toEqual([201, 200, 200]);
    expect([bodyOf(second).id, third.id]).toEqual([bodyOf(first).id, bodyOf(first).id]);
  });

  test("without a time has that of its first delivery, at every delivery", async () => {
    const timeless = { specversion: "1.0", id: "timeless", source: "/shop", type: "t" };
    const at = (timeEpoch: number) => {
      const call = request("POST", "/events", STRUCTURED, JSON.stringify(timeless));
      return deliver(http, { ...call, requestContext: { ...call.requestContext, timeEpoch } });
    };
    const first = await at(Date.parse("2026-02-01T00:00:00Z"));
    const second = await at(Date.parse("2026-02-03T00:00:00Z"));
    expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
    expect((await entryOf(second)).time).toBe("2026-02-01T00:00:00.000Z");
  });

  test("may unset an attribute by null", async () => {
    const answer = await post(STRUCTURED, {
      ...event,
      id: "nulls",
      subject: null,
      time: null,
      traceparent: null,
      data: null,
    });
    expect(answer.statusCode).toBe(201);
    const entry = await entryOf(answer);
    expect(entry).toMatchObject({ data: null });
    expect(entry).not.toHaveProperty("subject");
  });

  test.each([
    [{ id: undefined }, "#/id"],
    [{ source: "" }, "#/source"],
    [{ specversion: "0.3" }, "#/specversion"],
    [{ time: "yesterday" }, "#/time"],
    [{ Upper: "x" }, "#/Upper"],
    [{ nested: {} }, "#/nested"],
    [{ float: 1.5 }, "#/float"],
    [{ recordedtime: "2026-01-01T00:00:00Z" }, "#/recordedtime"],
    [{ originid: "x" }, "#/originid"],
    [{ origintime: "2026-01-01T00:00:00.1234Z" }, "#/origintime"],
    [{ outoforder: true }, "#/outoforder"],
    [{ late: false }, "#/late"],
    [{ principal: "iam arn:aws:iam::123456789012:root" }, "#/principal"],
    [{ sourceip: "203.0.113.7" }, "#/sourceip"],
    [{ float: JSON.rawJSON("1.00000000000000000001") }, "#/float"],
    [{ data: 1, data_base64: "AA==" }, "#/data_base64"],
    [{ data_base64: "!" }, "#/data_base64"],
    [{ time: "2999-01-01T00:00:00Z" }, "#/time"],
  ])("with %j is a 400 that points at %s", async (change, pointer) => {
    const answer = await post(STRUCTURED, { ...event, id: `wrong ${pointer}`, ...change });
    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer).errors).toEqual([{ pointer, detail: expect.any(String) }]);
  });

  test("with more than 16 KB of extensions is a 400", async () => {
    const extensions = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`ext${i}`, "x".repeat(4096)]));
    const answer = await post(STRUCTURED, { ...event, id: "many", ...extensions });
    expect(bodyOf(answer)).toMatchObject({ status: 400, errors: [{ pointer: "#" }] });
  });

  test("that is rejected twice leaves one rejection, if it has a source and an id", async () => {
    const bad = { specversion: "1.0", id: "twice", source: "/shop" };
    const [first, second] = [await post(STRUCTURED, bad), await post(STRUCTURED, bad)];
    expect(bodyOf(second).instance).toBe(bodyOf(first).instance);
    const other = await post(STRUCTURED, { ...bad, data: 1 });
    expect(bodyOf(other).instance).not.toBe(bodyOf(first).instance);
  });

  test("may have extensions named like what the table holds", async () => {
    const extensions = { pk: "x", sk: "y", expiresat: 1, arrival: "z", about: "a", constructor: "c" };
    expect(await entryOf(await post(STRUCTURED, { ...event, id: "names", ...extensions }))).toMatchObject(extensions);
  });

  test("in binary mode has its attributes decoded, and text as data", async () => {
    const answer = await post(
      { ...BINARY, "content-type": "text/plain; charset=utf-8", "ce-subject": "Euro%20%E2%82%AC", "ce-ext": "100%25" },
      "hello",
    );
    expect(await entryOf(answer)).toMatchObject({
      ...{ source: "/binary", originid: "b", subject: "Euro €", ext: "100%" },
      ...{ datacontenttype: "text/plain; charset=utf-8", data: "hello" },
    });
  });

  test("in binary mode keeps bytes as base64", async () => {
    const call = request(
      "POST",
      "/events",
      { ...BINARY, "ce-id": "bytes", "content-type": "image/png" },
      "iVBORw0KGgo=",
    );
    const entry = await entryOf(await deliver(http, { ...call, isBase64Encoded: true }));
    expect(entry).toMatchObject({ datacontenttype: "image/png", data_base64: "iVBORw0KGgo=" });
    expect(entry).not.toHaveProperty("data");
  });

  test("in binary mode keeps text in another character set, or of a wrong one, as the bytes that came", async () => {
    const latin = { "ce-id": "latin", "content-type": "text/plain; charset=iso-8859-1" };
    const broken = { "ce-id": "broken", "content-type": "text/plain" };
    for (const headers of [latin, broken]) {
      const call = { ...request("POST", "/events", { ...BINARY, ...headers }, "/A=="), isBase64Encoded: true };
      expect(await entryOf(await deliver(http, call))).toMatchObject({ data_base64: "/A==" });
    }
  });

  test("in binary mode with a content type that is none keeps its bytes", async () => {
    const answer = await post({ ...BINARY, "ce-id": "untyped", "content-type": "?" }, "abc");
    expect(await entryOf(answer)).toMatchObject({ data_base64: "YWJj" });
  });

  test("in binary mode is refused by the header that is wrong", async () => {
    const answer = await post({ ...BINARY, "ce-id": "", "ce-time": "noon" });
    expect(bodyOf(answer).errors.map(({ header }: { header: string }) => header)).toEqual(["ce-id", "ce-time"]);
  });

  test("in a batch has a status of its own", async () => {
    const [good, bad, again] = [
      { ...event, id: "batch" },
      { ...event, id: "bad", type: undefined },
      { ...event, id: "batch" },
    ];
    const answer = await post(BATCH, [good, bad]);
    expect(answer.statusCode).toBe(207);
    expect(bodyOf(answer)).toMatchObject([{ status: 201 }, { status: 400, errors: [{ pointer: "#/type" }] }]);
    expect(bodyOf(await post(BATCH, [again]))).toMatchObject([{ status: 200 }]);
    expect(bodyOf(await post(BATCH, []))).toEqual([]);
  });
});

describe("a body in base64", () => {
  test("is decoded", async () => {
    const body = Buffer.from('{"type":"t","data":"ü"}').toString("base64");
    const answer = await deliver(http, { ...request("POST", "/events", JSON_TYPE, body), isBase64Encoded: true });
    expect((await entryOf(answer)).data).toBe("ü");
  });
});

describe("a request that is no event", () => {
  let before: number;
  const kept = async () => (await readAll(logs, "/rejected?limit=200")).length;
  beforeAll(async () => {
    before = await kept();
  });

  test.each([
    ["is not JSON", JSON_TYPE, "{bad", "POST", 400],
    ["has no body", JSON_TYPE, undefined, "POST", 400],
    ["has a forbidden key", JSON_TYPE, '{"type":"t","data":{"__proto__":{}}}', "POST", 400],
    ["has one name twice", JSON_TYPE, '{"type":"t","data":{"a":[{"b":1,"\\u0062":1}]}}', "POST", 400],
    ["is compressed", { ...JSON_TYPE, "content-encoding": "gzip" }, {}, "POST", 415],
    ["is nested without end", JSON_TYPE, "[".repeat(200_000) + "]".repeat(200_000), "POST", 400],
    ["is a batch that is no array", BATCH, {}, "POST", 400],
    ["has no content type", {}, {}, "POST", 415],
    ["is a form", { "content-type": "application/x-www-form-urlencoded" }, "a=b", "POST", 415],
    ["is a CloudEvent in Avro", { "content-type": "application/cloudevents+avro" }, "x", "POST", 415],
    ["is read where events are sent", JSON_TYPE, {}, "GET", 405],
    ["is larger than 1 MiB", JSON_TYPE, { type: "t", data: "x".repeat(1024 * 1024) }, "POST", 413],
  ] as const)("because it %s is a problem, and nothing is kept", async (_, headers, body, method, status) => {
    const answer = await post(headers, body, method);
    expect(answer).toMatchObject({ statusCode: status, headers: { "content-type": "application/problem+json" } });
    expect(bodyOf(answer)).toEqual({ status, title: expect.any(String), detail: expect.any(String) });
    expect(await kept()).toBe(before);
  });
});
