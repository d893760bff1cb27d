import { describe, expect, test } from "vitest";
import { handler as http } from "../src/handlers/http.ts";
import { handler as logs } from "../src/handlers/logs.ts";
import { bodyOf, deliver, request } from "./world.ts";

const PLAIN = { "content-type": "application/json" };
const STRUCTURED = { "content-type": "application/cloudevents+json" };
const BATCH = { "content-type": "application/cloudevents-batch+json" };
const BINARY = { "ce-specversion": "1.0", "ce-source": "/bodies", "ce-type": "t" };

/** Sends these bytes, in base64. */
const send = (headers: Readonly<Record<string, string>>, bytes: Uint8Array | string = "") => {
  const body = Buffer.from(bytes).toString("base64");
  return deliver(http, { ...request("POST", "/events", headers, body), isBase64Encoded: true });
};
const entryOf = async ({ headers }: Awaited<ReturnType<typeof send>>) =>
  bodyOf(await deliver(logs, request("GET", headers?.["location"] ?? "")));

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.of(part))));
const structured = (id: string) => JSON.stringify({ specversion: "1.0", id, source: "/bodies", type: "t", data: 1 });

describe("a body that is not valid UTF-8", () => {
  test.each([
    ["plain JSON", PLAIN, bytes('{"type":"t","data":"', 0xff, '"}')],
    ["plain JSON, cut within a character", PLAIN, bytes('{"type":"t","data":"', 0xe2, 0x82, '"}')],
    ["plain JSON, with half of a surrogate pair", PLAIN, bytes('{"type":"t","data":"', 0xed, 0xa0, 0x80, '"}')],
    ["plain JSON in UTF-16", PLAIN, Buffer.from('\ufeff{"type":"t"}', "utf16le")],
    [
      "plain JSON in Latin-1",
      { "content-type": "application/json; charset=iso-8859-1" },
      bytes('{"type":"', 0xfc, '"}'),
    ],
    ["a structured CloudEvent", STRUCTURED, bytes('{"specversion":"1.0","id":"', 0xc0, 0x80, '"}')],
    ["a batch", BATCH, bytes('[{"specversion":"1.0","id":"', 0xff, '"}]')],
    ["a binary CloudEvent with JSON", { ...BINARY, ...PLAIN, "ce-id": "utf8" }, bytes('"', 0xff, '"')],
  ])("gets a 400 that says so: %s", async (_, headers, body) => {
    const answer = await send(headers, body);
    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer).detail).toContain("not valid UTF-8");
  });

  test.each([PLAIN, STRUCTURED, { ...BINARY, "ce-id": "half", "content-type": "text/plain" }])(
    "gets a 400 when it arrives as a string with half of a surrogate pair: %j",
    async (headers) => {
      const answer = await deliver(http, request("POST", "/events", headers, '{"type":"\ud800"}'));
      expect(answer.statusCode).toBe(400);
      expect(bodyOf(answer).detail).toContain("not valid UTF-8");
    },
  );

  test("is kept as bytes in a binary CloudEvent that is not JSON, and a U+FFFD that was sent is kept", async () => {
    const answer = await send({ ...BINARY, "ce-id": "no text", "content-type": "text/plain" }, bytes("a", 0xff));
    expect(await entryOf(answer)).toMatchObject({ data_base64: bytes("a", 0xff).toString("base64") });
    const sent = await send(PLAIN, '{"type":"t","data":"\ufffd"}');
    expect((await entryOf(sent)).data).toBe("\ufffd");
  });
});

describe("a byte order mark", () => {
  test("is ignored at the beginning of JSON and kept inside it", async () => {
    expect((await entryOf(await send(PLAIN, '\ufeff{"type":"t","data":"\ufeffa"}'))).data).toBe("\ufeffa");
    expect((await send(STRUCTURED, `\ufeff${structured("mark")}`)).statusCode).toBe(201);
    const [part] = bodyOf(await send(BATCH, `\ufeff[${structured("mark in a batch")}]`));
    expect(part.status).toBe(201);
    const binary = await send({ ...BINARY, ...PLAIN, "ce-id": "mark of JSON" }, '\ufeff{"a":1}');
    expect((await entryOf(binary)).data).toEqual({ a: 1 });
    const asText = await deliver(http, request("POST", "/events", PLAIN, '\ufeff{"type":"t","data":2}'));
    expect((await entryOf(asText)).data).toBe(2);
  });

  test("is kept in the text of a binary CloudEvent", async () => {
    for (const type of ["text/plain", "text/csv; charset=utf-8", "application/xml"]) {
      const headers = { ...BINARY, "ce-id": `mark ${type}`, "content-type": type };
      expect((await entryOf(await send(headers, "\ufeffa;b"))).data).toBe("\ufeffa;b");
    }
  });
});

describe("the Content-Encoding", () => {
  test.each(["gzip", "br", "deflate", "zstd", "aws-chunked", "identity, gzip", "GZIP", "x"])(
    "%s gets a 415 that names the accepted encoding, in every mode",
    async (coding) => {
      for (const mode of [PLAIN, STRUCTURED, BATCH, { ...BINARY, "ce-id": coding, "content-type": "text/plain" }]) {
        const answer = await send({ ...mode, "Content-Encoding": coding }, '{"type":"t"}');
        expect(answer).toMatchObject({ statusCode: 415, headers: { "accept-encoding": "identity" } });
        expect(bodyOf(answer).detail).toContain(coding);
      }
    },
  );

  test.each(["identity", "Identity", "", "identity, identity"])(
    "%j is treated like no Content-Encoding",
    async (coding) => {
      expect((await send({ ...PLAIN, "content-encoding": coding }, '{"type":"t"}')).statusCode).toBe(201);
    },
  );
});

describe("an empty body", () => {
  test.each(["application/json", "application/vnd.a+json", "text/plain", "image/png"])(
    "means no data in a binary CloudEvent with the content type %s",
    async (type) => {
      const headers = { ...BINARY, "ce-id": `empty ${type}`, "content-type": type };
      const [absent, empty] = [request("POST", "/events", headers), request("POST", "/events", headers, "")];
      const answer = await deliver(http, absent);
      expect(answer.statusCode).toBe(201);
      const entry = await entryOf(answer);
      expect(entry).toMatchObject({ datacontenttype: type });
      expect(entry).not.toHaveProperty("data");
      expect(entry).not.toHaveProperty("data_base64");
      for (const body of [empty, { ...absent, body: null }, { ...empty, isBase64Encoded: true }])
        expect(await deliver(http, body)).toMatchObject({ statusCode: 200, headers: answer.headers });
    },
  );

  test.each([PLAIN, STRUCTURED, BATCH])("gets a 400 that says so when the event must be JSON: %j", async (headers) => {
    for (const body of [undefined, "", null]) {
      const answer = await deliver(http, { ...request("POST", "/events", headers), body });
      expect(answer.statusCode).toBe(400);
      expect(bodyOf(answer).detail).toContain("The body is empty");
    }
  });
});

describe("a JSON object that has one name twice", () => {
  test.each([
    ['{"type":"t","type":"u"}', "type"],
    ['{"type":"t","data":[{"a":{"b":1}},{"a":{"b":1,"b":1}}]}', "b"],
    ['{"type":"t","data":{"\\u0061":1,"a":2}}', "a"],
    ['{"type":"t","data":{"":1,"":2}}', ""],
  ])("gets a 400 that contains the name: %s", async (body, name) => {
    const answer = await send(PLAIN, body);
    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer).detail).toContain(`${JSON.stringify(name)} twice`);
  });

  test.each([
    '{"a":"a","b":["a","a"]}',
    '[{"a":1},{"a":1}]',
    '{"a":{"a":{"a":1}}}',
    '"\\"a\\":1,\\"a\\":2"',
    '{"A":1,"a":2}',
  ])("is not found in JSON without one: %s", async (data) => {
    const answer = await send(PLAIN, `{"type":"t","data":${data}}`);
    expect((await entryOf(answer)).data).toEqual(JSON.parse(data));
  });
});

test.each([
  ['{"type":"t","data":{"__proto__":1}}', "__proto__"],
  ['{"type":"t","data":[{"constructor":{"prototype":1}}]}', "constructor"],
])("a name that sets a prototype gets a 400 that contains the name: %s", async (body, name) => {
  const answer = await send(PLAIN, body);
  expect(answer.statusCode).toBe(400);
  expect(bodyOf(answer).detail).toContain(`the name "${name}"`);
});

describe("a header of a binary CloudEvent", () => {
  const post = (headers: Readonly<Record<string, string>>, id: string) =>
    send({ ...BINARY, "ce-id": id, "content-type": "text/plain", ...headers }, "data");

  test.each(["%", "100%", "%4", "%zz", "a%2", "%C3", "%ff", "%ED%A0%80", "%C0%80", '"%"'])(
    "with the invalid percent-encoding %s gets a 400 that names the header",
    async (value) => {
      for (const name of ["ce-subject", "ce-ext", "ce-id"]) {
        const answer = await post({ [name]: value }, "percent");
        expect(answer.statusCode).toBe(400);
        expect(bodyOf(answer).errors).toEqual([{ header: name, detail: expect.stringContaining("percent-encoding") }]);
      }
    },
  );

  test.each([
    ["Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € 😀"],
    ["%c3%a9", "é"],
    ["100%25", "100%"],
    ["%2525", "%25"],
    ['"quoted \\"text\\" %41"', 'quoted "text" A'],
    ["plain", "plain"],
  ])("is decoded: %s becomes %s", async (value, subject) => {
    expect(await entryOf(await post({ "ce-subject": value, "ce-ext": value }, value))).toMatchObject({
      subject,
      ext: subject,
    });
  });

  test.each(["ce-data", "ce-data_base64", "CE-Data"])("named %s gets a 400 that names it", async (name) => {
    for (const headers of [{ [name]: "YQ==" }, { [name]: "" }]) {
      const answer = await post(headers, "data in a header");
      expect(answer.statusCode).toBe(400);
      expect(bodyOf(answer).errors).toMatchObject([{ header: name.toLowerCase() }]);
    }
  });

  test("gets a 400 that names it when ce-datacontenttype differs from Content-Type", async () => {
    const other = await post({ "ce-datacontenttype": "application/json" }, "type of the data");
    expect(bodyOf(other)).toMatchObject({ status: 400, errors: [{ header: "ce-datacontenttype" }] });
    const same = await post({ "ce-datacontenttype": "text/plain" }, "type of the data");
    expect(await entryOf(same)).toMatchObject({ datacontenttype: "text/plain" });
  });

  test("with a control character, encoded or not, gets a 400 that names the header", async () => {
    for (const value of ["a%00b", "a%0D%0Ab", "%7F", "%EF%BF%BF", "%F0%9F%BF%BE", "a\u0001"]) {
      const answer = await post({ "ce-subject": value }, "controls");
      expect(bodyOf(answer)).toMatchObject({ status: 400, errors: [{ header: "ce-subject" }] });
    }
  });
});
