import { request as ask } from "node:http";
import { expect, onTestFinished, test, vi } from "vitest";
import { guardedServer } from "../../src/local/http/server.ts";
import { listening } from "../../src/local/listening.ts";
import { startHere } from "./here.ts";
import { jsonOf } from "./json.ts";
import { newProject, oneFunction } from "./project.ts";

// Answers with the event, or with what the query asks for.
const ECHO = `
export const handler = async (event) => {
  const asked = event.queryStringParameters?.answer;
  if (asked) return JSON.parse(asked);
  if (event.queryStringParameters?.big) return { statusCode: 200, body: "x".repeat(Number(event.queryStringParameters.big)) };
  return { statusCode: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(event) };
};`;

const more = `        Item: { Type: HttpApi, Properties: { Method: GET, Path: "/items/{id}/{part}" } }
        Wide: { Type: HttpApi, Properties: { Method: ANY, Path: "/tree/{path+}" } }
        Deep: { Type: HttpApi, Properties: { Method: ANY, Path: "/tree/deep/{path+}" } }
        Plain: { Type: HttpApi, Properties: { Method: get, Path: /items/all/of.them } }`;

const start = async () => (await startHere(newProject(oneFunction(ECHO, more)), "--memory")).url;

/** Sends a request whose path is not changed, as `fetch` would. */
const raw = (url: string, path: string, headers: Readonly<Record<string, string | string[]>> = {}) =>
  new Promise<Record<string, unknown>>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    ask({ hostname, port, path, headers }, async (response) => {
      response.on("error", reject);
      resolve(JSON.parse(Buffer.concat(await response.toArray()).toString()));
    }).end();
  });

test("the event is API Gateway's payload 2.0: path, query, cookies, headers, time and route", async () => {
  const url = await start();
  const event = await raw(url, "/items/caf%C3%A9/a%2Fb?x=1&x=%20two&y", {
    cookie: "a=1; b=2",
    "x-many": ["one", "two"],
  });
  expect(event).toMatchObject({
    version: "2.0",
    routeKey: "GET /items/{id}/{part}",
    rawPath: "/items/café/a/b",
    rawQueryString: "x=1&x=%20two&y",
    cookies: ["a=1", "b=2"],
    queryStringParameters: { x: "1, two", y: "" },
    pathParameters: { id: "café", part: "a/b" },
    headers: { "x-many": "one,two" },
    requestContext: {
      http: { method: "GET", sourceIp: "127.0.0.1" },
      time: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    },
    isBase64Encoded: false,
  });
  expect(event["headers"]).not.toHaveProperty("cookie");
  expect(await raw(url, "/items/../x/./y?")).toMatchObject({
    routeKey: "ANY /{path+}",
    rawPath: "/items/../x/./y",
    rawQueryString: "",
  });
  expect(await raw(url, "/tree/deep/x")).toMatchObject({ routeKey: "ANY /tree/deep/{path+}" });
  expect(await raw(url, "/tree/deeper")).toMatchObject({ routeKey: "ANY /tree/{path+}" });
  expect(await raw(url, "/items/all/of.them")).toMatchObject({ routeKey: "GET /items/all/of.them" });
  expect(await raw(url, "/items/all/of-them")).toMatchObject({ routeKey: "GET /items/{id}/{part}" });
});

test("a body is text or base64 as API Gateway decides", async () => {
  const url = await start();
  const sent = (type: string, body: string | Buffer) =>
    jsonOf(fetch(`${url}/x`, { method: "POST", headers: { "content-type": type }, body }));
  expect(await sent("application/json", '{"ü":1}')).toMatchObject({ body: '{"ü":1}', isBase64Encoded: false });
  expect(await sent("text/csv", "a,b")).toMatchObject({ body: "a,b", isBase64Encoded: false });
  expect(await sent("application/octet-stream", "a")).toMatchObject({ body: "YQ==", isBase64Encoded: true });
  expect(await sent("application/json", Buffer.from([0xff]))).toMatchObject({ body: "/w==", isBase64Encoded: true });
});

test("an answer becomes HTTP as in API Gateway", async () => {
  const url = await start();
  const answer = async (value: unknown) => {
    const response = await fetch(`${url}/x?answer=${encodeURIComponent(JSON.stringify(value))}`);
    const { status, headers } = response;
    return {
      status,
      type: headers.get("content-type"),
      cookies: headers.getSetCookie(),
      location: headers.get("location"),
      body: await response.text(),
    };
  };
  expect(
    await answer({
      statusCode: 201,
      headers: { Location: "/x/1" },
      cookies: ["a=1; Path=/", "b=2"],
      body: "aGk=",
      isBase64Encoded: true,
    }),
  ).toEqual({
    status: 201,
    type: "text/plain;charset=UTF-8",
    cookies: ["a=1; Path=/", "b=2"],
    location: "/x/1",
    body: "hi",
  });
  const forwarded = {
    "Content-Length": "99",
    "transfer-encoding": "chunked",
    connection: "close",
    trailer: "x",
    "keep-alive": "x",
  };
  expect(await answer({ statusCode: 200, headers: forwarded, body: "hi" })).toMatchObject({ status: 200, body: "hi" });
  expect(await answer({ hello: "world" })).toMatchObject({
    status: 200,
    type: "application/json",
    body: '{"hello":"world"}',
  });
  expect(await answer({ statusCode: "204" })).toMatchObject({ status: 204, body: "" });
  for (const wrong of [
    { statusCode: 99 },
    { statusCode: 200, body: { a: 1 } },
    { statusCode: 200, headers: { "a b": "c" } },
    { statusCode: 200, headers: { a: "b\nc" } },
  ])
    expect(await answer(wrong), JSON.stringify(wrong)).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
});

test("more than 6 MB is refused on the way in, and is an error on the way out", async () => {
  const url = await start();
  const big = 6 * 1024 * 1024 + 1;
  const answers = [fetch(`${url}/x`, { method: "POST", body: "x".repeat(big) }), fetch(`${url}/x?big=${big}`)];
  const seen = await Promise.all(answers.map(async (answer) => [(await answer).status, await (await answer).text()]));
  expect(seen).toEqual([
    [413, '{"message":"Request Entity Too Large"}'],
    [500, '{"message":"Internal Server Error"}'],
  ]);
  expect((await fetch(`${url}/x`)).status).toBe(200);
});

test("an error of the local system itself is printed, also after the body of the request was read", async () => {
  const printed = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => printed.mockRestore());
  const bug = new Error("a bug");
  const server = guardedServer(async (request) => {
    await request.toArray();
    throw bug;
  });
  onTestFinished(() => void server.close());
  const answer = await fetch(await listening(server, 0), { method: "POST", body: "x" });
  expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  expect(printed).toHaveBeenCalledWith(bug);
});

test("a caller that goes away in the middle of a request harms nobody", async () => {
  const url = await start();
  const { hostname, port } = new URL(url);
  const half = ask({ hostname, port, path: "/x", method: "POST", headers: { "content-length": "100" } });
  half.on("error", () => {});
  half.write("x");
  await new Promise((resolve) => half.on("socket", (socket) => socket.on("connect", resolve)));
  half.destroy();
  expect((await fetch(`${url}/x`)).status).toBe(200);
});
