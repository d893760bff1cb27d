import { describe, expect, test } from "vitest";
import { defineStreams, type Streams } from "../src/log/streams.ts";
import { reading, writing } from "../src/middleware/stack.ts";
import { s3 } from "../src/schemas/s3.ts";
import { s3Record } from "./sent.ts";
import { newTable } from "./table.ts";
import { deliver, readAll } from "./world.ts";

test("a declaration is plain data, and comes back unchanged", () => {
  const streams = { orders: { bySubject: true, sequenced: ["shop."] }, x1: {} } as const;
  expect(defineStreams(streams)).toBe(streams);
});

describe("does not compile, and throws an error that names the fault:", () => {
  test.each([
    // @ts-expect-error: an upper-case letter
    ["an upper-case letter", () => defineStreams({ Orders: {} }), '"Orders" is no name of a stream'],
    // @ts-expect-error: a sign
    ["a sign", () => defineStreams({ "or-ders": {} }), '"or-ders" is no name of a stream'],
    // @ts-expect-error: the stream of rejected events
    ["the stream of rejected events", () => defineStreams({ rejected: {} }), '"rejected" is reserved'],
    // @ts-expect-error: the key of claims
    ["the key of claims", () => defineStreams({ claim: {} }), '"claim" is reserved'],
    // @ts-expect-error: a misspelled setting
    ["a misspelled setting", () => defineStreams({ orders: { bySubjekt: true } }), "bySubjekt"],
    // @ts-expect-error: a wrong value
    ["a wrong value", () => defineStreams({ orders: { sequenced: "shop." } }), "orders.sequenced"],
  ])("%s", (_, declare, message) => expect(declare).toThrow(message));
});

test.each<[string, Streams, string]>([
  ["a wrong name", JSON.parse('{"a.b":{}}'), '"a.b" is no name of a stream'],
  ["a wrong setting", JSON.parse('{"orders":{"color":"red"}}'), "color"],
  ["a name that is too long", JSON.parse(`{"${"x".repeat(51)}":{}}`), "1 to 50"],
  ["the name __proto__", JSON.parse('{"__proto__":{}}'), "streams"],
  ["no stream at all", {}, "at least one stream"],
  ["a list", JSON.parse("[{}]"), "received array"],
  ["no settings", JSON.parse('{"orders":null}'), "orders"],
  ["a list of settings", JSON.parse('{"orders":["bySubject"]}'), "orders"],
  ["a text for a boolean", JSON.parse('{"orders":{"bySubject":"true"}}'), "orders.bySubject"],
  ["a number in a list of types", JSON.parse('{"orders":{"sequenced":["shop.",1]}}'), "orders.sequenced[1]"],
  ["an empty beginning of types", JSON.parse('{"orders":{"sequenced":[""]}}'), "orders.sequenced[0]"],
])("data whose names the compiler does not know is checked when a function starts: %s", (_, streams, message) => {
  for (const start of [() => defineStreams(streams), () => writing(streams), () => reading(streams)])
    expect(start).toThrow(message);
});

test("a setting that is undefined is not set, and a declaration needs no prototype", () => {
  const settings = { bySubject: undefined };
  const streams: Streams = Object.assign(Object.create(null), { orders: settings });
  expect(defineStreams(streams)).toBe(streams);
});

test("a trigger whose stream is not declared does not compile, and throws when the function starts", () => {
  const { onEvent } = writing(defineStreams({ orders: {}, uploads: {} }));
  // @ts-expect-error: the stream s3 is not declared
  expect(() => onEvent(s3("s3"))).toThrow(
    'The stream "s3" is not declared. Add it to defineStreams, which has orders, uploads',
  );
  expect(() => onEvent(s3("uploads"))).not.toThrow();
});

test("the entries of a stream with any declared name can be read, and a history of S3 is ordered without a setting", async () => {
  const streams = defineStreams({ constructor: {} });
  const table = await newTable({}, streams);
  process.env["TABLE_NAME"] = table.name;
  const handler = writing(streams).onEvent(s3("constructor"));
  const logs = reading(streams);
  const at = (second: number) => `2026-03-01T00:00:0${second}.000Z`;
  await deliver(handler, {
    Records: [s3Record({ time: at(1), sequencer: "0B" }), s3Record({ time: at(2), sequencer: "0A" })],
  });
  const history = await readAll(logs, "/logs?stream=constructor&subject=key&order=asc");
  expect(history.map(({ stream, outoforder }) => [stream, outoforder])).toEqual([
    ["constructor", undefined],
    ["constructor", true],
  ]);
  const { statusCode } = await deliver(logs, {
    ...JSON.parse("{}"),
    version: "2.0",
    routeKey: "GET /logs",
    rawPath: "/logs",
    rawQueryString: "stream=s3",
    headers: {},
    requestContext: { http: { method: "GET" } },
  });
  expect(statusCode).toBe(400);
});
