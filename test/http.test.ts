import { beforeAll, describe, expect, test } from "vitest";
import { handler as http } from "../src/handlers/http.ts";
import { handler as logs } from "../src/handlers/logs.ts";
import { bodyOf, deliver, readAll, request } from "./world.ts";

const JSON_TYPE = { "content-type": "application/json" };
const STRUCTURED = { "content-type": "application/cloudevents+json" };
const BATCH = { "content-type": "application/cloudevents-batch+json" };

const post = (headers: Readonly<Record<string, string>>, body?: unknown, method = "POST") =>
  deliver(http, request(method, "/events", headers, typeof body === "string" ? body : JSON.stringify(body)));

const entryOf = async ({ headers }: Awaited<ReturnType<typeof post>>) =>
  bodyOf(await deliver(logs, request("GET", headers?.["location"] ?? "")));

describe("plain JSON", () => {
  test("gets a 201 with the Location of its entry", async () => {
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
  ])("gets a 400 for %j that points at %j, and is kept as rejected", async (body, pointers) => {
    const answer = await post(JSON_TYPE, JSON.stringify(body));
    expect(answer).toMatchObject({ statusCode: 400, headers: { "content-type": "application/problem+json" } });
    const { errors, instance } = bodyOf(answer);
    expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
    const { data } = bodyOf(await deliver(logs, request("GET", instance)));
    expect(data).toMatchObject({ reason: "schema", trigger: "http", payload: { event: body } });
  });

  test("with an unknown field gets a 400 that names it", async () => {
    expect(bodyOf(await post(JSON_TYPE, { type: "t", payload: 1 })).errors[0].detail).toContain('"payload"');
  });

  test("keeps its data unchanged, even unusual numbers and deep objects", async () => {
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

  test("with another body gets a 422 that names the header: the first entry stays, and the new body is kept as rejected", async () => {
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

  test("belongs to one caller: another caller can use the same key", async () => {
    const as = (userArn: string) => {
      const event = request("POST", "/events", { ...JSON_TYPE, "idempotency-key": "k3" }, '{"type":"t"}');
      return deliver(http, { ...event, requestContext: { ...event.requestContext, authorizer: { iam: { userArn } } } });
    };
    expect((await as("arn:aws:iam::123456789012:user/a")).statusCode).toBe(201);
    expect((await as("arn:aws:iam::123456789012:user/b")).statusCode).toBe(201);
    expect((await as("arn:aws:iam::123456789012:user/a")).statusCode).toBe(200);
  });

  test.each([
    ["one more blank", '{"type":"t","data":{"a":1}}', '{"type":"t", "data":{"a":1}}'],
    ["the order of the keys", '{"type":"t","data":1}', '{"data":1,"type":"t"}'],
    [
      "a number that is the same double",
      '{"type":"t","data":9007199254740992}',
      '{"type":"t","data":9007199254740993}',
    ],
    ["an escape", '{"type":"t","data":"a"}', '{"type":"t","data":"\\u0061"}'],
    ["a byte order mark", '{"type":"t","data":1}', '\ufeff{"type":"t","data":1}'],
  ])("gets a 422 if its body differs only by %s, in base64 too", async (what, one, other) => {
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

  test("is not kept with a rejected event, and neither are other headers that are not needed", async () => {
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

  test("that is too long gets a 400 that names the header, with a CloudEvent too", async () => {
    const key = { "idempotency-key": "k".repeat(256) };
    for (const answer of [
      await post({ ...JSON_TYPE, ...key }, { type: "t" }),
      await post({ ...STRUCTURED, ...key }, { specversion: "1.0", id: "k6", source: "/keyed", type: "t" }),
    ]) {
      expect(answer.statusCode).toBe(400);
      expect(bodyOf(answer).errors).toMatchObject([{ header: "idempotency-key" }]);
    }
  });

  test("of an event that is rejected twice leaves one rejection", async () => {
    const [first, second] = [await keyed("k5", {}), await keyed("k5", {})];
    expect(bodyOf(second).instance).toBe(bodyOf(first).instance);
  });
});

describe("a body in base64", () => {
  test("is decoded", async () => {
    const body = Buffer.from('{"type":"t","data":"ü"}').toString("base64");
    const answer = await deliver(http, { ...request("POST", "/events", JSON_TYPE, body), isBase64Encoded: true });
    expect((await entryOf(answer)).data).toBe("ü");
  });
});

describe("a request that is not an event", () => {
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
    ["is nested too deep", JSON_TYPE, "[".repeat(200_000) + "]".repeat(200_000), "POST", 400],
    ["is a batch that is not an array", BATCH, {}, "POST", 400],
    ["has no content type", {}, {}, "POST", 415],
    ["is a form", { "content-type": "application/x-www-form-urlencoded" }, "a=b", "POST", 415],
    ["is a CloudEvent in Avro", { "content-type": "application/cloudevents+avro" }, "x", "POST", 415],
    ["is a GET where events are posted", JSON_TYPE, {}, "GET", 405],
    ["is larger than 1 MiB", JSON_TYPE, { type: "t", data: "x".repeat(1024 * 1024) }, "POST", 413],
  ] as const)("gets a problem, and nothing is kept, because it %s", async (_, headers, body, method, status) => {
    const answer = await post(headers, body, method);
    expect(answer).toMatchObject({ statusCode: status, headers: { "content-type": "application/problem+json" } });
    expect(bodyOf(answer)).toEqual({ status, title: expect.any(String), detail: expect.any(String) });
    expect(await kept()).toBe(before);
  });
});
