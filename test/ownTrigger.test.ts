import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { NewEntry } from "../src/log/entry.ts";
import { http } from "../src/schemas/http.ts";
import { batchAnswer } from "../src/schemas/kit/batchAnswer.ts";
import { reportOrThrow } from "../src/schemas/kit/report.ts";
import { trigger } from "../src/schemas/kit/trigger.ts";
import { deliver, newLog, readAll, request } from "./world.ts";

const { onEvent, logs } = await newLog({ mails: {} });

const right = (id: string): NewEntry => ({
  identity: ["mail", id],
  time: "2026-01-31T12:00:00.000Z",
  source: "mail.example.com",
  type: "com.example.mail.Received",
});

/** A trigger whose event is the list of its entries. The compiler cannot check their fields. */
const parts = {
  stream: "mails",
  event: z.array(z.unknown()),
  items: (entries: unknown[]) => entries,
  record: z.custom<NewEntry>(),
  entry: (entry: NewEntry) => entry,
} as const;
const mails = trigger({ ...parts, respond: reportOrThrow });
const handler = onEvent(mails);
const message = (fault: string) => `The trigger of the stream "mails" makes a wrong entry: ${fault}`;
const wrong = (fields: object) => ({ ...right("wrong"), ...fields });

describe("a trigger that makes a wrong entry fails for that record, with an error that names the stream and the field:", () => {
  test.each<[string, object, string]>([
    [
      "a time without milliseconds",
      { time: "2026-01-31T12:00:00Z" },
      'time is "2026-01-31T12:00:00Z". Expected RFC 3339',
    ],
    ["a time that is none", { time: "yesterday" }, 'time is "yesterday". Expected RFC 3339'],
    ["a time with an offset", { time: "2026-01-31T12:00:00.000+01:00" }, "time is"],
    ["a day that no month has", { time: "2026-02-30T12:00:00.000Z" }, "time is"],
    ["a year with five digits", { time: "+012026-01-31T12:00:00.000Z" }, "time is"],
    ["a time that is a number", { time: 1_769_860_800_000 }, "time is number. Expected RFC 3339"],
    ["no identity", { identity: undefined }, "identity is wrong. Expected a list of texts"],
    ["an empty identity", { identity: [] }, "identity is wrong"],
    ["an identity of empty texts", { identity: ["", ""] }, "identity is wrong"],
    ["a part of the identity that is null", { identity: ["mail", null] }, "identity is wrong"],
    ["an empty source", { source: "" }, "source is wrong. Expected a text of at least one character"],
    ["no type", { type: undefined }, "type is wrong"],
    [
      "a control character in the subject",
      { subject: "a\nb" },
      "subject is wrong. Invalid text: it holds a control character",
    ],
    ["half a character in the subject", { subject: "\ud800" }, "subject is wrong. Invalid text: it holds half of"],
    ["an empty content type", { datacontenttype: "" }, "datacontenttype is wrong"],
    ["a schema that is no text", { dataschema: 1 }, "dataschema is wrong"],
    ["JSON text that is none", { json: "{" }, "json is wrong. Expected JSON text"],
    ["base64 that is none", { data_base64: "%%%%" }, "data_base64 is wrong. Expected base64"],
    ["data twice", { data: 1, data_base64: "AAAA" }, "data_base64 is there together with data"],
    ["a claim that is no object", { claim: "x" }, "claim is wrong"],
    ["extensions that are no object", { extensions: "x" }, "extensions"],
    [
      "an extension with the name of an attribute",
      { extensions: { id: "y" } },
      "extensions has id. This name is taken",
    ],
    ["an extension that the log sets", { extensions: { stream: "x" } }, "extensions has stream. This name is taken"],
    [
      "an extension with an upper-case letter",
      { extensions: { traceId: "x" } },
      "extensions has traceId. Expected a name",
    ],
    ["an extension that is a list", { extensions: { tags: [] } }, "extensions has tags. Expected a text, a boolean"],
    [
      "an extension that is no integer",
      { extensions: { ratio: 0.5 } },
      "extensions has ratio. Expected a text, a boolean",
    ],
    ["a control character in an extension", { extensions: { tag: "\u0000" } }, "extensions has tag. Invalid text"],
    ["a misspelled field", { subjct: "x" }, "subjct is no field of an entry. Expected identity, time"],
  ])("%s", async (_, fields, fault) => {
    await expect(deliver(handler, [wrong(fields)])).rejects.toThrow(message(fault));
  });

  test("and then the records beside it are kept, nothing is rejected, and each page can be read", async () => {
    await expect(deliver(handler, [right("a"), wrong({ time: "yesterday" }), right("b")])).rejects.toThrow("1 of 3");
    expect(await readAll(logs, "/logs?limit=1")).toHaveLength(2);
    expect(await readAll(logs, "/rejected")).toEqual([]);
  });
});

test("an entry with every field that a trigger may set is kept", async () => {
  const entry: NewEntry = {
    ...right("every field"),
    ...{
      claim: {},
      subject: "Ünïcödé 🌍",
      datacontenttype: "application/json",
      dataschema: "https://example.com/schema",
    },
    ...{ data: { n: 1 }, json: '{"n":1.0}', data_base64: undefined },
    extensions: { originid: "1", origintime: "t", principal: "p", sourceip: "::1", count: -1, isnew: true },
  };
  expect(await deliver(handler, [entry])).toMatchObject({ written: 1 });
});

test("a batch names the record whose entry is wrong, so that it is delivered again", async () => {
  const polled = onEvent(trigger({ ...parts, respond: batchAnswer(() => "this one") }));
  expect(await deliver(polled, [right("c"), wrong({ type: "" })])).toEqual({
    batchItemFailures: [{ itemIdentifier: "this one" }],
  });
});

test("an entry without work, from a notice, is checked too", async () => {
  const noticing = onEvent({ ...mails, notice: () => z.custom<NewEntry>() });
  await expect(deliver(noticing, [wrong({ source: "" })])).rejects.toThrow(message("source is wrong"));
});

test("a sender by HTTP is not told that a wrong entry was kept", async () => {
  const web = onEvent({ ...http("mails"), entry: (entry) => ({ ...entry, time: "now" }) });
  const event = request("POST", "/events", { "content-type": "application/json" }, '{"type":"t"}');
  expect((await deliver(web, event)).statusCode).toBe(503);
});
