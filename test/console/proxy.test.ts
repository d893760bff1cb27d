import type { ServerResponse } from "node:http";
import { expect, test, vi } from "vitest";
import { detailOf, KEYS, startConsole } from "./command.ts";
import { startUpstream } from "./upstream.ts";

const REGION = ["--region", "eu-central-1"];

/** A console over an API that keeps what it is asked. */
const start = async (answer?: Parameters<typeof startUpstream>[0], env = KEYS) => {
  const upstream = await startUpstream(answer);
  return { upstream, ...(await startConsole(["console", "--url", `${upstream.url}/base`, ...REGION], env)) };
};

test("the page reads the log with the user's signature, and its query is the one that the log gets", async () => {
  const { upstream, ask } = await start();
  const paths = [
    "/logs?subject=a%20b%2F%C3%BC%2B%25!'()*~%26%3D&type=b.*",
    "/logs?z=1&a=2&cursor=a+b&empty=&alone&wrong=%zz",
    "/logs/s3.0.mkayi4gn.ALmdd-d3YEoe2Iwonu4d",
    "/logs/stats?by=hour",
    "/rejected",
    "/openapi.json",
  ];
  for (const path of paths) expect(await ask(path)).toMatchObject({ status: 200, text: '{"entries":[]}' });
  expect((await ask("/logs", { method: "HEAD" })).status).toBe(200);
  expect(upstream.asked.map(({ signature }) => signature)).toEqual(Array(7).fill("right"));
  const meaning = (target: string) => [...new URL(target, "http://x").searchParams].sort();
  for (const [index, path] of paths.entries()) {
    const { target = "" } = upstream.asked[index] ?? {};
    expect(target.split("?")[0]).toBe(`/base${path.split("?")[0]}`);
    expect(meaning(target)).toEqual(meaning(path));
  }
  expect(upstream.asked.at(-1)?.method).toBe("HEAD");
});

test("without the token of this start, nothing of the log is read", async () => {
  const { upstream, send, token } = await start();
  for (const headers of [
    {},
    { "x-tributary-token": "" },
    { "x-tributary-token": `${token}x` },
    { cookie: `token=${token}` },
  ])
    for (const path of ["/logs", "/rejected/stats", "/openapi.json", `/logs?token=${token}`]) {
      const refused = await send(path, { headers });
      expect(refused.status).toBe(401);
      expect(detailOf(refused)).toBe("This page has no valid token: open the address that the command printed");
    }
  expect(upstream.asked).toEqual([]);
});

test("two starts have two tokens", async () => {
  const [one, other] = [await start(), await start()];
  expect(one.token).toMatch(/^[\w-]{43}$/);
  expect(other.token).not.toBe(one.token);
});

test("the page of another origin and a rebound host name are refused, with the token too", async () => {
  const { upstream, ask, address } = await start();
  const { port, origin } = address;
  const hostile = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: `http://localhost:${port}` },
    { origin: `http://127.0.0.1:${Number(port) + 1}` },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors" },
    { host: "rebound.example" },
    { host: `rebound.example:${port}` },
    { host: `127.0.0.1.rebound.example:${port}` },
    { host: "127.0.0.1" },
    { host: `127.0.0.1:${Number(port) + 1}` },
    { host: `user@127.0.0.1:${port}` },
  ];
  for (const headers of hostile)
    for (const path of ["/logs", "/_console/", "/_console/config.json"]) {
      const refused = await ask(path, { headers });
      expect([refused.status, refused.headers["access-control-allow-origin"]], JSON.stringify(headers)).toEqual([
        403,
        undefined,
      ]);
      expect(detailOf(refused)).toMatch(/is not this server|must not send requests to this server/);
    }
  expect(upstream.asked).toEqual([]);
  for (const headers of [
    { origin, "sec-fetch-site": "same-origin" },
    { host: `localhost:${port}` },
    { host: `[::1]:${port}` },
  ])
    expect((await ask("/logs", { headers })).status).toBe(200);
});

test("nothing else passes: no other path, no other method, no body", async () => {
  const { upstream, ask } = await start();
  const paths = [
    ...[
      "/events",
      "/",
      "/log",
      "/logs/",
      "//logs",
      "/logs/a/b",
      "/logs/..",
      "/logs/.",
      "/logs/../events",
      "/rejected/../events",
    ],
    ...[
      "/logs/%2e%2e/events",
      "/logs/..%2fevents",
      "/logs/a%2Fb",
      "/logs/%00",
      "/logs/a\\b",
      "/logs;/events",
      "/openapi.json/x",
    ],
    ...["http://evil.example/logs", "http://169.254.169.254/latest/meta-data/", "*", "/_local", "/_console/../logs"],
  ];
  for (const path of paths) {
    const { status } = await ask(path);
    expect([path, status]).toEqual([path, path === "/" ? 308 : 404]);
  }
  expect((await ask("@evil.example/logs")).status).toBe(400);
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
    expect(await ask("/logs", { method }), method).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
  const withBody = await ask("/logs", { body: "x", headers: { "content-length": "1" } });
  expect([withBody.status, detailOf(withBody)]).toEqual([400, "A request to this server has no body"]);
  expect((await ask("/logs", { body: "x", headers: { "transfer-encoding": "chunked" } })).status).toBe(400);
  expect(upstream.asked).toEqual([]);
});

test("headers that are too long are a 431, and what is no HTTP is a 400, both as problems", async () => {
  const { ask } = await start();
  const huge = await ask("/logs", { headers: { "x-huge": "x".repeat(20_000) } });
  expect([huge.status, detailOf(huge)]).toEqual([431, "The request cannot be read, or its headers are too long"]);
  expect((await ask(`/logs?subject=${"x".repeat(20_000)}`)).status).toBe(431);
});

test("the answers of the log come as they are, but for cookies and for what a browser would keep", async () => {
  const { upstream, ask } = await start((request, response) => {
    const { url = "", headers } = request;
    if (headers["if-none-match"] !== undefined)
      return void response.writeHead(304, { etag: headers["if-none-match"] }).end();
    response.setHeader("set-cookie", "a=b");
    response.setHeader("access-control-allow-origin", "*");
    if (url.includes("gone"))
      response.writeHead(404, { "content-type": "application/problem+json" }).end('{"detail":"no"}');
    else
      response
        .writeHead(200, {
          "content-type": "text/csv; charset=utf-8",
          etag: 'W/"1"',
          "cache-control": "private, max-age=9",
        })
        .end("é");
  });
  const csv = await ask("/logs", { headers: { accept: "text/csv", cookie: "c=d", authorization: "Basic eA==" } });
  expect([csv.status, csv.text]).toEqual([200, "é"]);
  expect(csv.headers).toMatchObject({
    "content-type": "text/csv; charset=utf-8",
    etag: 'W/"1"',
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  expect(csv.headers).not.toHaveProperty("set-cookie");
  expect(csv.headers).not.toHaveProperty("access-control-allow-origin");
  const [first] = upstream.asked;
  expect(first?.headers).toMatchObject({
    accept: "text/csv",
    authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 /),
  });
  for (const name of ["cookie", "x-tributary-token", "origin", "referer"])
    expect(first?.headers).not.toHaveProperty(name);
  expect(await ask("/logs", { headers: { "if-none-match": 'W/"1"' } })).toMatchObject({ status: 304, text: "" });
  expect(await ask("/logs/gone")).toMatchObject({ status: 404, text: '{"detail":"no"}' });
});

test("an answer is sent while it comes", async () => {
  let more: () => void = () => {};
  const { address, token } = await start((_, response) => {
    response.write("[1");
    more = () => void response.end(",2]");
  });
  const response = await fetch(new URL("/logs", address), { headers: { "x-tributary-token": token } });
  const reader = response.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("[1");
  more();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(",2]");
});

test("an answer without an end is cut, and the API is not asked for more", async () => {
  let hasStopped = false;
  const { ask } = await start((_, response) => {
    const megabyte = Buffer.alloc(1024 * 1024);
    const more = () => {
      while (!response.destroyed && response.write(megabyte));
    };
    response.on("drain", more).on("close", () => {
      hasStopped = true;
    });
    more();
  });
  await expect(ask("/logs")).rejects.toThrow();
  await vi.waitUntil(() => hasStopped);
});

const gateway = (status: number, message: string) => (_: unknown, response: ServerResponse) =>
  void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ message }));

test.each([
  [
    403,
    "Forbidden",
    /^IAM does not allow GET \/rejected on http.*: allow execute-api:Invoke on this route, or use another --profile$/,
  ],
  [503, "Service Unavailable", /^Service Unavailable$/],
  [429, "Too Many Requests", /^Too Many Requests$/],
])("API Gateway's own %i is told in one sentence", async (status, message, sentence) => {
  const { ask } = await start(gateway(status, message));
  const answer = await ask("/rejected");
  expect(answer.status).toBe(status);
  expect(detailOf(answer)).toMatch(sentence);
});

test("a stack that does not answer, and a URL that is no log, are told in one sentence", async () => {
  const redirecting = await start(
    (_, response) => void response.writeHead(302, { location: "https://evil.example/" }).end(),
  );
  const answer = await redirecting.ask("/logs");
  expect([answer.status, detailOf(answer)]).toEqual([502, expect.stringContaining("is this the URL of a log?")]);
  expect(redirecting.upstream.asked).toHaveLength(1);
  redirecting.upstream.stop();
  const down = await redirecting.ask("/logs");
  expect([down.status, detailOf(down)]).toEqual([
    502,
    expect.stringMatching(/does not answer \(ECONNREFUSED\): check the URL and the network$/),
  ]);
});

test("missing and expired credentials are told in one sentence, and no request is sent", async () => {
  const expired = await start(undefined, {
    ...KEYS,
    ...{ AWS_SESSION_TOKEN: "t", AWS_CREDENTIAL_EXPIRATION: "2026-01-01T00:00:00Z" },
  });
  const late = await expired.ask("/logs");
  expect([late.status, detailOf(late)]).toEqual([
    401,
    "The AWS credentials expired at 2026-01-01T00:00:00.000Z: sign in, for example with aws sso login, or use another --profile",
  ]);
  const nobody = await start(undefined, { ...KEYS, AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
  const none = await nobody.ask("/logs");
  expect([none.status, detailOf(none)]).toEqual([
    401,
    expect.stringMatching(/^There are no valid AWS credentials \(.*\): sign in/),
  ]);
  expect([...expired.upstream.asked, ...nobody.upstream.asked]).toEqual([]);
});

test("what the page must know of its log has no secrets, and Ctrl-C ends the command with 0", async () => {
  const { send, upstream, token, end, address } = await start();
  const { status, text } = await send("/_console/config.json");
  expect([status, JSON.parse(text)]).toEqual([
    200,
    {
      mode: "stack",
      name: new URL(upstream.url).host,
      region: "eu-central-1",
      command: "npx tributary",
      flags: `--url ${upstream.url}/base --region eu-central-1`,
      url: `${upstream.url}/base`,
    },
  ]);
  expect(text).not.toContain(token);
  expect(address.href).toBe(`${address.origin}/_console/#token=${token}`);
  const page = await send("/_console/");
  expect(page.text).not.toContain(token);
  expect([page.status, page.headers]).toMatchObject([200, { "content-security-policy": expect.any(String) }]);
  expect(await end("SIGINT")).toEqual({
    code: 0,
    err: `${upstream.url}/base in eu-central-1. Press Ctrl-C to stop.\n`,
  });
});
