import { CloudEvent, HTTP, type Message } from "cloudevents";
import { describe, expect, test } from "vitest";
import { handler as http } from "../src/handlers/http.ts";
import { handler as logs } from "../src/handlers/logs.ts";
import { expectCloudEvent } from "./cloudevents.ts";
import { bodyOf, deliver, request } from "./world.ts";

/** Sends a message of the CloudEvents SDK, as an HTTP API gives it to the function. */
const send = ({ headers, body }: Message) => {
  const bytes = Buffer.from(typeof body === "string" || body instanceof Uint8Array ? body : "");
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  const call = request("POST", "/events", Object.fromEntries(texts), bytes.toString("base64"));
  return deliver(http, { ...call, isBase64Encoded: true });
};

const events = {
  "with JSON": { data: { a: [1, "ü", null] }, datacontenttype: "application/json" },
  "with JSON of another type": { data: { a: 1 }, datacontenttype: "application/vnd.a+json; charset=utf-8" },
  "with text": { data: "a;b\u00fc", datacontenttype: "text/csv" },
  "with bytes": { data: Uint8Array.of(0, 255, 1), datacontenttype: "application/octet-stream" },
  "without data": {},
  "with all attributes": {
    subject: "s",
    dataschema: "https://example.com/s",
    time: "2026-01-01T00:00:00.123Z",
    ext: "e",
  },
};

describe.each(Object.entries(events))("an event of the CloudEvents SDK %s", (name, more) => {
  const event = (mode: string) =>
    new CloudEvent<unknown>({ id: `${mode} ${name}`, source: "/sdk", type: "com.example.sdk", ...more });

  test.each([
    ["structured", HTTP.structured],
    ["binary", HTTP.binary],
  ])("is kept unchanged in %s mode, and the SDK can read it", async (mode, write) => {
    const sent = event(mode);
    const answer = await send(write(sent));
    expect(answer.statusCode, answer.body).toBe(201);
    const entry = bodyOf(await deliver(logs, request("GET", bodyOf(answer).location)));
    expectCloudEvent(entry);
    const read = new CloudEvent<unknown>(entry);
    const { id, data, data_base64, datacontenttype, time, ...attributes } = sent.toJSON();
    expect(read).toMatchObject({ ...attributes, originid: id });
    expect(Date.parse(read.time ?? "")).toBe(Date.parse(String(time)));
    expect([entry.data, entry.data_base64]).toEqual([data_base64 === undefined ? data : undefined, data_base64]);
    expect((await send(write(sent))).statusCode).toBe(200);
  });
});
