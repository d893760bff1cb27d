import { describe, expect, test } from "vitest";
import { handler as http } from "../src/handlers/http.ts";
import { handler as logs } from "../src/handlers/logs.ts";
import { bodyOf, deliver, newWorld, request } from "./world.ts";

const STRUCTURED = { "content-type": "application/cloudevents+json" };
const BATCH = { "content-type": "application/cloudevents-batch+json" };
const BINARY = { "ce-specversion": "1.0", "ce-id": "b", "ce-source": "/binary", "ce-type": "t" };

const post = (headers: Readonly<Record<string, string>>, body?: unknown) =>
  deliver(http, request("POST", "/events", headers, typeof body === "string" ? body : JSON.stringify(body)));

const entryOf = async ({ headers }: Awaited<ReturnType<typeof post>>) =>
  bodyOf(await deliver(logs, request("GET", headers?.["location"] ?? "")));

describe("a CloudEvent", () => {
  const event = { specversion: "1.0", id: "1", source: "/shop", type: "paid", time: "2026-02-01T01:00:00.5+01:00" };

  test("in structured mode keeps its attributes, and its id becomes originid", async () => {
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

  test("with the same source and id is the same event in every mode", async () => {
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

  test("without a time gets the time of its first delivery, and keeps it", async () => {
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

  test("may have null for an attribute that it does not have", async () => {
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
  ])("with %j gets a 400 that points at %s", async (change, pointer) => {
    const answer = await post(STRUCTURED, { ...event, id: `wrong ${pointer}`, ...change });
    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer).errors).toEqual([{ pointer, detail: expect.any(String) }]);
  });

  test("with more than 16 KB of extensions gets a 400", async () => {
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

  test("may have extensions with the names of the table's attributes", async () => {
    const extensions = { pk: "x", sk: "y", expiresat: 1, arrival: "z", about: "a", constructor: "c" };
    expect(await entryOf(await post(STRUCTURED, { ...event, id: "names", ...extensions }))).toMatchObject(extensions);
  });

  test("in binary mode has decoded attributes, and text as its data", async () => {
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

  test("in binary mode keeps text as bytes if it is not valid UTF-8 or in another character set", async () => {
    const latin = { "ce-id": "latin", "content-type": "text/plain; charset=iso-8859-1" };
    const broken = { "ce-id": "broken", "content-type": "text/plain" };
    for (const headers of [latin, broken]) {
      const call = { ...request("POST", "/events", { ...BINARY, ...headers }, "/A=="), isBase64Encoded: true };
      expect(await entryOf(await deliver(http, call))).toMatchObject({ data_base64: "/A==" });
    }
  });

  test("in binary mode with an invalid content type keeps its bytes", async () => {
    const answer = await post({ ...BINARY, "ce-id": "untyped", "content-type": "?" }, "abc");
    expect(await entryOf(answer)).toMatchObject({ data_base64: "YWJj" });
  });

  test("in binary mode gets a 400 that names each wrong header", async () => {
    const answer = await post({ ...BINARY, "ce-id": "", "ce-time": "noon" });
    expect(bodyOf(answer).errors.map(({ header }: { header: string }) => header)).toEqual(["ce-id", "ce-time"]);
  });

  test.each([
    ["ce-time", { "ce-time": "2099-01-01T00:00:00Z" }],
    ["ce-time", { "ce-time": "1999-01-01T00:00:00.123456789Z", "ce-dataschema": "/s" }],
    ["ce-dataschema", { "ce-dataschema": "" }],
    ["ce-dataref", { "ce-dataref": "a%00" }],
    ["ce-data-x", { "ce-data-x": "1" }],
    ["content-type", { "content-type": `text/${"x".repeat(300)}` }],
  ])("in binary mode gets a 400 that names the header %s", async (header, headers) => {
    const world = await newWorld({ RETENTION_DAYS: "7" });
    const answer = await deliver(world.http, request("POST", "/events", { ...BINARY, ...headers }, "text"));
    expect(bodyOf(answer)).toMatchObject({ status: 400, errors: [{ header }] });
  });

  test("in a batch has its own status", async () => {
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
