import { describe, expect, test } from "vitest";
import { http } from "../../src/schemas/http.ts";
import { sqs } from "../../src/schemas/sqs.ts";
import { fixturesIn } from "../../src/testing/fixturesIn.ts";
import { triggerOf } from "../everyTrigger.ts";
import { cloudEvent } from "../sent.ts";
import { deliver, newLog, readAll } from "../world.ts";
import { cli, fetchOf } from "./cli.ts";

const EVENTS = new URL("../../events/", import.meta.url);
const good = (name: string) =>
  Object.entries(fixturesIn(EVENTS, name)).filter(([fixture]) => !/^(bad-|mixed)/.test(fixture));

/** A log with the function of a trigger, and with POST /events. */
const newLogOf = async (name: string) => {
  const { onEvent, logs } = await newLog({ [name]: {}, http: {} });
  return { handler: onEvent(await triggerOf(name)), http: onEvent(http("http")), logs };
};
type Log = Pick<Awaited<ReturnType<typeof newLogOf>>, "http" | "logs">;

const pull = async (log: Log, id: string) => {
  const { out, err, code } = await cli(["pull", id], { fetch: fetchOf(log) });
  expect(code, err).toBe(0);
  return { event: JSON.parse(out), text: out, err };
};

describe.each(["sqs", "sns", "kinesis", "dynamodb", "eventbridge"])("an event made of an entry of %s", (name) => {
  test.each(good(name))("is the same event: %s", async (_, event) => {
    const log = await newLogOf(name);
    await deliver(log.handler, event);
    const entries = await readAll(log.logs, "/logs");
    expect(entries).not.toEqual([]);
    for (const { id, recordedtime: _time, late: _late, ...entry } of entries) {
      const pulled = await pull(log, id);
      await deliver(log.handler, pulled.event);
      const other = await newLogOf(name);
      await deliver(other.handler, pulled.event);
      expect(await readAll(other.logs, "/rejected")).toEqual([]);
      expect(await readAll(other.logs, "/logs"), "in an empty log, it makes the same entry").toMatchObject([
        { id, ...entry },
      ]);
    }
    expect(await readAll(log.logs, "/logs"), "all of it was there already").toEqual(entries);
  });
});

const record = (body: string, more: object = {}) => ({
  Records: [
    {
      messageId: "m-1",
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:q",
      body,
      attributes: { SentTimestamp: "1769774400123" },
      ...more,
    },
  ],
});

describe("the body of a message", () => {
  const bodyOf = async (event: unknown, as?: "text") => {
    const { onEvent, logs } = await newLog({ sqs: {}, http: {} });
    const log = { logs, http: onEvent(http("http")) };
    await deliver(onEvent(sqs("sqs", as === undefined ? {} : { as })), event);
    const [{ id } = { id: "" }] = await readAll(logs, "/logs");
    const { event: pulled, err } = await pull(log, id);
    return { body: pulled.Records[0].body, err };
  };

  test.each([
    ["exact numbers", '{"n":12345678901234567890.5}', "how the JSON of the body was written"],
    [
      "a JSON string",
      '"{}"',
      "whether the body was a text of JSON or a JSON string with this text: here it is a JSON string",
    ],
  ])("is as it was sent, with %s", async (_, body, what) => {
    const pulled = await bodyOf(record(body));
    expect(pulled.body).toBe(body);
    expect(pulled.err).toContain(`Not in the log: ${what}\n`);
  });

  test.each(["", "text", "{", '{"a":1,"a":2}', "\u0000\u001b[31m%0A"])(
    "that is no JSON for the log is the same text: %j",
    async (body) => {
      expect(await bodyOf(record(body))).toMatchObject({ body, err: expect.not.stringContaining("the body") });
    },
  );

  test("that a function takes as text cannot be told from a JSON string", async () => {
    expect(await bodyOf(record("{}"), "text")).toMatchObject({
      body: '"{}"',
      err: expect.stringContaining("a text of JSON"),
    });
  });
});

test("the group of a message and unknown fields are there again, whatever their names and characters are", async () => {
  const log = await newLogOf("sqs");
  const odd = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}');
  const attributes = { SentTimestamp: "1769774400123", MessageGroupId: "%25\n%0A", SenderId: "s", ...odd };
  await deliver(log.handler, record("b", { attributes, odd }));
  const [entry] = await readAll(log.logs, "/logs");
  const { event } = await pull(log, entry?.id ?? "");
  expect(event.Records[0]).toMatchObject({ attributes: { MessageGroupId: "%25\n%0A", SenderId: "s", constructor: 1 } });
  expect(JSON.stringify(event.Records[0].odd)).toBe('{"__proto__":{"polluted":true},"constructor":1}');
});

test("a set of DynamoDB comes out as a list, and the command says so", async () => {
  const log = await newLogOf("dynamodb");
  await deliver(log.handler, fixturesIn(EVENTS, "dynamodb")["types"]);
  const [entry] = await readAll(log.logs, "/logs");
  const { event, err } = await pull(log, entry?.id ?? "");
  expect(event.Records[0].dynamodb.NewImage).toMatchObject({
    sk: { N: "-12345678901234567890.123456789012345678" },
    names: { L: [{ S: "b" }, { S: "a" }] },
    blob: { S: "/wDerQ==" },
  });
  expect(err).toContain("Not in the log: which attributes were sets or bytes");
});

test("lists of an event of a bus that were cut are told", async () => {
  const log = await newLogOf("eventbridge");
  const event = {
    ...{ version: "0", id: "e-1", source: "my.app", "detail-type": "My.app happened", time: "2026-01-31T12:00:00Z" },
    resources: Array.from({ length: 2_000 }, (_, n) => `resource/${n}`),
    more: "m".repeat(20_000),
    detail: null,
  };
  await deliver(log.handler, event);
  const [entry] = await readAll(log.logs, "/logs");
  const { event: pulled, err } = await pull(log, entry?.id ?? "");
  expect(pulled).toMatchObject({ resources: ["resource/0"], "detail-type": "My.app happened", detail: null });
  expect(err).toContain("Not in the log: the resources after the first one, because their list was cut\n");
  expect(err).toContain("Not in the log: the other fields, because they were cut\n");
});

test.each([
  ["com.amazonaws.sqs.Message", { messageId: "m", body: "b" }],
  ["com.amazonaws.sns.Notification", { messageId: "m", message: "b" }],
  ["com.amazonaws.dynamodb.INSERT", { keys: {}, eventId: "e", sequencer: "1" }],
  ["/s.what a bus sends", {}],
])("a CloudEvent of the type %s that came by HTTP is pulled as a request", async (type, data) => {
  const log = await newLogOf("sqs");
  await deliver(log.http, cloudEvent({ id: "1", source: "/s", type, data, time: "2026-01-31T12:00:00Z" }));
  const [entry] = await readAll(log.logs, "/logs");
  const { event } = await pull(log, entry?.id ?? "");
  expect(JSON.parse(event.body)).toMatchObject({ id: "1", type, data });
});
