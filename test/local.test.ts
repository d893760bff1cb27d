import { afterAll, expect, test } from "vitest";
import { routes } from "../src/api/routes.ts";
import { fixture } from "../src/local/fixture.ts";
import { gateway } from "../src/local/http/gateway.ts";
import { guardedServer } from "../src/local/http/server.ts";
import { listening } from "../src/local/listening.ts";
import { IN_MEMORY } from "../src/local/options.ts";
import { routeFor, routeKeyOf } from "../src/local/routing.ts";
import { startSystem } from "../src/local/system.ts";
import { readTemplate } from "../src/local/template.ts";

const { url, invoke, stop } = await startSystem(IN_MEMORY);
afterAll(stop);

const post = (type: string, body: string) =>
  fetch(`${url}/events`, { method: "POST", headers: { "content-type": type }, body });
const get = async (path: string) => {
  const answer = await fetch(`${url}${path}`);
  return { status: answer.status, type: answer.headers.get("content-type"), body: JSON.parse(await answer.text()) };
};

test("the whole system runs in one process: events are sent, delivered and read over HTTP", async () => {
  expect(await invoke("S3Function", fixture("s3-put"))).toMatchObject({ written: 1 });
  expect(await invoke("ScheduleFunction", fixture("schedule-rule"))).toMatchObject({ written: 1 });
  const sent = await post("application/json", '{"type":"sent"}');
  expect(sent.status).toBe(201);
  const { body } = await get("/logs");
  expect(body.entries.map(({ stream }: { stream: string }) => stream).toSorted()).toEqual(["http", "s3", "schedule"]);
  expect(await get(sent.headers.get("location") ?? "")).toMatchObject({ status: 200, body: { type: "sent" } });
});

test("a body with a binary content type is passed on in base64, as by an HTTP API", async () => {
  const event = { specversion: "1.0", id: "ü", source: "/s", type: "structured" };
  expect((await post("application/cloudevents+json", JSON.stringify(event))).status).toBe(201);
  expect((await get("/logs?type=structured")).body.entries).toMatchObject([{ originid: "ü" }]);
});

test("a body that is not valid UTF-8 reaches the function unchanged, and the answer says what is wrong", async () => {
  const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
  const answer = await fetch(`${url}/events`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { detail: expect.stringContaining("not valid UTF-8") },
  ]);
});

test("the route $default answers a request without a route with a problem", async () => {
  expect(await get("/nothing")).toMatchObject({ status: 404, type: "application/problem+json" });
  expect(await get("/rejected/")).toMatchObject({ status: 404, type: "application/problem+json" });
  const answer = await fetch(`${url}/events`);
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
});

test("without $default, a request without a route gets the 404 of API Gateway", async () => {
  const server = guardedServer(
    gateway(
      [],
      async () => ({ status: "throttled" }),
      () => {},
    ),
  );
  const answer = await fetch(`${await listening(server, 0)}/nothing`);
  expect([answer.status, await answer.text()]).toEqual([404, '{"message":"Not Found"}']);
  server.close();
});

test("HEAD has routes of its own, and answers the headers of GET without a body", async () => {
  for (const path of ["/logs?limit=1", "/logs/stats", "/rejected", "/openapi.json"]) {
    const [got, head] = [await fetch(`${url}${path}`), await fetch(`${url}${path}`, { method: "HEAD" })];
    expect([head.status, head.headers.get("content-type")]).toEqual([200, got.headers.get("content-type")]);
    expect(await head.text()).toBe("");
  }
});

test("a route with exactly the path wins over a route with a variable, and both win over $default", () => {
  const { routes } = readTemplate();
  const keyOf = (method: string, path: string) => {
    const route = routeFor(routes, method, path);
    return route && routeKeyOf(route);
  };
  expect(keyOf("GET", "/logs/stats")).toBe("GET /logs/stats");
  expect(keyOf("HEAD", "/logs/stat")).toBe("HEAD /logs/{id}");
  expect(keyOf("DELETE", "/logs/stats")).toBe("$default");
  expect(keyOf("GET", "/logs/stats/")).toBe("$default");
});

test("the routes that errors name are exactly the routes of template.yaml", () => {
  const told = Object.entries(routes).flatMap(([path, methods]) => methods.map((method) => `${method} ${path}`));
  expect([...told, "$default"].toSorted()).toEqual(readTemplate().routes.map(routeKeyOf).toSorted());
});

test("a function gets the path decoded, as from an HTTP API, and no path stops the server", async () => {
  const [entry] = (await get("/logs?limit=1")).body.entries;
  expect((await get(`/logs/${entry.id.replace(".", "%2E")}`)).body).toEqual(entry);
  for (const path of ["//", "//logs", "/logs/%", "/logs/%zz", "/logs/..%2F"])
    expect((await get(path)).status, path).toBe(404);
});

test("a request line with headers of more than 10,240 bytes is refused, as by an HTTP API", async () => {
  const refused = { status: 431, type: "application/json", body: { message: "Request Header Fields Too Large" } };
  expect(await get(`/logs?type=${"t".repeat(10_240)}`)).toEqual(refused);
});

test("an error of the functions reaches the caller as a problem", async () => {
  expect(await get("/logs/nope")).toMatchObject({ status: 404, type: "application/problem+json" });
  expect((await post("application/json", "{")).status).toBe(400);
});
