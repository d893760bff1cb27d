import { describe, expect, test } from "vitest";
import { answered, sentenceOf, statusOf, unreachable } from "../../src/console/page/api/sentence.ts";
import { collectionOf, targetOf } from "../../src/console/page/api/target.ts";
import { rejectedOf } from "../../src/console/page/entry/rejected.ts";
import { previewOf } from "../../src/console/page/parts/preview.ts";
import { compact, counted, whole } from "../../src/console/page/text/numbers.ts";
import { commandFor, curlFor } from "../../src/console/page/text/shell.ts";
import { ago, duration, short, tick, utc } from "../../src/console/page/text/times.ts";
import { shortType } from "../../src/console/page/text/types.ts";

const NOW = Date.parse("2026-11-28T04:05:06.789Z");
const ID = "s3.0.mkayi4gn.ALmdd-d3YEoe2Iwonu4d";

describe("a request that failed is one sentence:", () => {
  test.each<[number, unknown, string]>([
    [400, { detail: "`to` is not after `from`" }, "`to` is not after `from`."],
    [
      400,
      { detail: "The query is wrong.", errors: [{ parameter: "stream", detail: "Invalid option" }] },
      "The query is wrong. stream: Invalid option.",
    ],
    [401, undefined, "Open the console by the address that the command printed."],
    [401, { detail: "Your credentials have expired" }, "Your credentials have expired"],
    [403, { message: "Forbidden" }, "You may not read /logs. Ask for the permission execute-api:Invoke on this route."],
    [403, { detail: "The host is not this machine" }, "The host is not this machine."],
    [404, { detail: "There is no entry." }, "There is no entry."],
    [429, { message: "Too Many Requests" }, "The log is busy, and refuses more requests for a moment."],
    [500, { message: "Internal Server Error" }, "The log answered with status 500, and gave no reason."],
    [502, "<html>", "The log answered with status 502, and gave no reason."],
    [503, { message: "Service Unavailable" }, "The log does not answer in time."],
    [504, null, "The log does not answer in time."],
  ])("%i with %j", (status, body, sentence) => {
    const error = answered(status, `/logs/${ID}?x=1`, body);
    expect([error.message, statusOf(error)]).toEqual([sentence, status]);
  });

  test("without an answer", () =>
    expect(sentenceOf(unreachable())).toBe(
      "The server of this page does not answer. Check that the command still runs.",
    ));
});

test("how long ago a time was has one unit, and a time ahead has a sign", () =>
  expect([0, 999, 59_999, 60_000, 7_200_000, 172_800_000, -90_000].map((ms) => ago(NOW - ms, NOW))).toEqual([
    ...["now", "now", "59s", "1m", "2h", "2d", "+1m"],
  ]));

test("times are in UTC, whatever the time zone of the machine is", () => {
  expect(utc(NOW)).toBe("28 Nov 2026, 04:05:06.789 UTC");
  expect(utc(Number.NaN)).toBe("");
  expect(short(NOW)).toBe("28 Nov 04:05");
  expect(tick(Date.parse("2026-11-28T00:00:00Z"), 3_600_000)).toBe("28 Nov");
  expect(tick(NOW, 3_600_000)).toBe("04:05");
  expect(tick(NOW, 86_400_000)).toBe("28 Nov");
});

test.each([
  [5, "5 ms"],
  [1_234, "1.2 s"],
  [90_000, "1.5 min"],
  [7_200_000, "2 h"],
  [259_200_000, "3 d"],
])("%i ms take %s", (ms, text) => expect(duration(ms)).toBe(text));

test("counts are easy to read", () => {
  expect([whole(1_234_567), compact(12_345), counted(1, "entry", "entries"), counted(0, "entry", "entries")]).toEqual([
    ...["1,234,567", "12.3K", "1 entry", "0 entries"],
  ]);
});

test("the command and the call of curl read the entry, and a deployed log gets a signed request", () => {
  const local = {
    mode: "local",
    name: "shop",
    command: "npx tributary",
    flags: "",
    url: "http://127.0.0.1:3000",
  } as const;
  expect(commandFor(local, ID)).toBe(`npx tributary get ${ID}`);
  expect(curlFor(local, ID)).toBe(`curl http://127.0.0.1:3000/logs/${ID}`);
  const stack = {
    ...local,
    mode: "stack",
    region: "eu-central-1",
    flags: "--stack shop --region eu-central-1",
    url: "https://a.b",
  } as const;
  expect(commandFor(stack, ID)).toBe(`npx tributary get ${ID} --stack shop --region eu-central-1`);
  expect(curlFor(stack, "rejected.0.a.b")).toBe(
    'curl https://a.b/rejected/rejected.0.a.b --aws-sigv4 aws:amz:eu-central-1:execute-api --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" --header "x-amz-security-token: $AWS_SESSION_TOKEN"',
  );
});

test("a target has the parameters that have a value, each as often as it has values", () => {
  expect(targetOf("/logs", { stream: ["s3", "http"], type: [], subject: undefined, limit: 5, source: "a b&c" })).toBe(
    "/logs?stream=s3&stream=http&limit=5&source=a+b%26c",
  );
  expect(targetOf("/logs", {})).toBe("/logs");
  expect(["s3.0.a.b", "rejected.0.a.b"].map(collectionOf)).toEqual(["/logs", "/rejected"]);
});

test.each([
  ["com.amazonaws.s3.ObjectCreated:Put", "ObjectCreated:Put"],
  ["tributary.schedule.fired", "schedule.fired"],
  ["shop.order.paid", "shop.order.paid"],
  ["tributary.", "tributary."],
])("the type %s is shown as %s", (type, shown) => expect(shortType(type)).toBe(shown));

describe("the preview of an entry", () => {
  const entry = { specversion: "1.0", id: ID, stream: "s3", time: "", recordedtime: "", source: "", type: "" } as const;
  test.each([
    [{ data: { a: "\u202e" } }, '{"a":"\\u{202e}"}'],
    [{ data: "text\n" }, "text\\u{a}"],
    [{ data: 1, result: '{"ok":true}' }, '→ {"ok":true}'],
    [{ data_base64: "AAAA" }, "3 bytes of binary data"],
    [{ data_base64: "AAA=" }, "2 bytes of binary data"],
    [{ data_base64: "AA==" }, "1 byte of binary data"],
    [{}, ""],
  ])("%j is %s", (more, preview) => {
    const one = { ...entry, ...more };
    expect([previewOf(one), previewOf(one)]).toEqual([preview, preview]);
  });
});

test("a rejection whose data was cut has its reason from its type", () => {
  const cut = {
    specversion: "1.0",
    id: "",
    stream: "rejected",
    time: "",
    recordedtime: "",
    source: "",
    type: "tributary.rejected.schema",
    data: "{",
  } as const;
  expect(rejectedOf(cut)).toMatchObject({ reason: "schema", trigger: "", issues: [], truncated: false });
});
