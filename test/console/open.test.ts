import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startAws } from "../cli/aws.ts";
import { cli, type Settings } from "../cli/cli.ts";
import { SECRET } from "../cli/signature.ts";

const ID = "s3.0.mkayi4gn.ALmdd-d3YEoe2Iwonu4d";
const API = "https://abc123.execute-api.eu-west-1.amazonaws.com";
const TERMINAL = 80;

let asked: { url: string; region: string | undefined; key: string | undefined }[];
let aws: Awaited<ReturnType<typeof startAws>>;

beforeEach(async () => {
  asked = [];
  aws = await startAws(() => ({ outputs: { ApiUrl: API } }));
  vi.stubEnv("AWS_ENDPOINT_URL_CLOUDFORMATION", aws.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", SECRET);
  vi.stubEnv("AWS_CONFIG_FILE", "/nowhere");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere");
  vi.stubEnv("AWS_REGION", undefined);
});
afterEach(() => {
  aws.server.close();
  vi.unstubAllEnvs();
});

/** The API of a log, and what it was asked. */
const api: typeof fetch = async (url, { headers } = {}) => {
  const [, key, region] =
    /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(new Headers(headers).get("authorization") ?? "") ?? [];
  asked.push({ url: String(url), region, key });
  return new Response('{"info":{"version":"1"},"entries":[]}', { headers: { "content-type": "application/json" } });
};

/** Runs the command on a terminal with a browser. The browser opens the page, asks for the log, and then the person presses Ctrl-C. */
const opened = async (args: readonly string[], settings: Settings = {}) => {
  const interruption = new AbortController();
  const pages: URL[] = [];
  const again: number[] = [];
  const browse = async (address: string): Promise<void> => {
    try {
      const isEntrance = address.includes("/_console/open/");
      const open = () => fetch(address, { redirect: "manual" });
      const page = new URL((isEntrance && (await open()).headers.get("location")) || address, address);
      pages.push(page);
      if (!isEntrance) return;
      await fetch(new URL("/logs", page), { headers: { "x-tributary-token": page.hash.replace("#token=", "") } });
      again.push((await open()).status);
    } finally {
      interruption.abort(new Error("Interrupted"));
    }
  };
  const ran = await cli(args, { fetch: api, width: TERMINAL, browse, signal: interruption.signal, ...settings });
  expect(again.filter((status) => status !== 404)).toEqual([]); // the address that a browser gets works once
  return { ...ran, page: pages[0] };
};

test("an id is opened in the local console, which the local stack serves", async () => {
  const { page, out, err, code } = await opened(["open", ID]);
  expect([page?.href, out, err, code]).toEqual([
    `http://127.0.0.1:3000/_console/?entry=${ID}`,
    `http://127.0.0.1:3000/_console/?entry=${ID}\n`,
    "",
    0,
  ]);
  expect(asked).toEqual([{ url: "http://127.0.0.1:3000/_console/config.json", region: undefined, key: undefined }]);
  expect((await opened(["console", "--url", "http://127.0.0.1:4000"])).page?.href).toBe(
    "http://127.0.0.1:4000/_console/",
  );
});

test("in a pipe and with --no-open, the address is only printed", async () => {
  for (const { page, out } of [
    await opened(["open", ID], { width: undefined }),
    await opened(["open", ID, "--no-open"]),
  ])
    expect([page, out]).toEqual([undefined, `http://127.0.0.1:3000/_console/?entry=${ID}\n`]);
});

test("without a browser, the command says so, and the address is printed", async () => {
  const { out, err, code } = await cli(["open", ID], { fetch: api, width: TERMINAL });
  expect([out, err, code]).toEqual([
    `http://127.0.0.1:3000/_console/?entry=${ID}\n`,
    "No browser could be opened: open the address yourself\n",
    0,
  ]);
});

test("a local stack that is not started is told in one sentence", async () => {
  const nothing = () =>
    Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) }));
  expect(await opened(["open", ID], { fetch: nothing })).toMatchObject({
    code: 1,
    err: "tributary: Nothing answers at http://127.0.0.1:3000 (ECONNREFUSED): start the local stack with npm start, or name a deployed one with --stack\n",
  });
});

test("a server on this machine that has no console is told in one sentence", async () => {
  expect(await opened(["console"], { fetch: async () => new Response("{}", { status: 404 }) })).toMatchObject({
    code: 1,
    err: "tributary: http://127.0.0.1:3000 serves no console: start the local stack with npm start, or name a deployed one with --stack\n",
  });
});

test("the address that somebody copied from a console opens the same page of the same stack, with the user's own credentials", async () => {
  const link = `http://127.0.0.1:40771/_console/?view=log&type=a%26b&stream=s3&stream=http&stack=mylog&region=eu-west-1&entry=${ID}&profile=theirs#token=theirs`;
  const { page, err, code } = await opened(["open", link]);
  expect(page?.search).toBe(
    `?stack=mylog&region=eu-west-1&view=log&type=a%26b&stream=s3&stream=http&profile=theirs&entry=${ID}`,
  );
  expect([page?.hash.includes("theirs"), page?.port === "40771", code]).toEqual([false, false, 0]);
  expect(err).toBe("The stack mylog in eu-west-1. Press Ctrl-C to stop.\n");
  expect(asked).toEqual([{ url: `${API}/logs`, region: "eu-west-1", key: "AKIDEXAMPLE" }]);
});

test("a flag wins over the link, and then the link's Region is not used", async () => {
  const link = `http://localhost:1/_console/?stack=theirs&region=us-east-1&entry=${ID}`;
  const { page } = await opened(["open", link, "--stack", "mine", "--region", "eu-west-1"]);
  expect([page?.searchParams.get("stack"), page?.searchParams.get("region")]).toEqual(["mine", "eu-west-1"]);
  expect((await opened(["open", link, "--stack", "mine"])).err).toMatch(/^tributary: No Region is set/);
});

test("the link of a local console is opened in the user's own local console", async () => {
  const { page } = await opened(["open", `http://127.0.0.1:9/_console/?view=schedules&entry=${ID}`]);
  expect(page?.href).toBe(`http://127.0.0.1:3000/_console/?view=schedules&entry=${ID}`);
});

describe("the URL of an entry at an API that the user has not named", () => {
  const link = `${API}/logs/${ID}`;

  test("is opened after the user agrees, and requests are signed for the Region of the host", async () => {
    const { page, err } = await opened(["open", link], { answer: "y" });
    expect(page?.searchParams.get("entry")).toBe(ID);
    expect(err).toBe(
      `The link names the API ${API}. Sign requests to it with your credentials? [y/N] ${API} in eu-west-1. Press Ctrl-C to stop.\n`,
    );
    expect(asked).toEqual([{ url: `${API}/logs`, region: "eu-west-1", key: "AKIDEXAMPLE" }]);
  });

  test("is not opened if the user does not agree, or cannot be asked", async () => {
    expect(await opened(["open", link], { answer: "" })).toMatchObject({
      code: 1,
      err: expect.stringContaining("Nothing was opened"),
    });
    expect(await opened(["open", link])).toMatchObject({
      code: 1,
      err: `tributary: The link names the API ${API}: if you trust it, add --url ${API}\n`,
    });
    expect(asked).toEqual([]);
  });

  test("is opened at once if a flag or the environment names this API", async () => {
    for (const [args, env] of [
      [["--url", API], {}],
      [["--stack", "mylog", "--region", "eu-west-1"], {}],
      [[], { TRIBUTARY_URL: `${API}/` }],
    ] as const)
      expect((await opened(["open", link, ...args], { env })).page?.searchParams.get("entry")).toBe(ID);
  });

  test("is not opened if it is another API than that of the stack", async () => {
    const other = link.replace("abc123", "def456");
    expect((await opened(["open", other, "--stack", "mylog", "--region", "eu-west-1"])).err).toBe(
      `tributary: The link is of https://def456.execute-api.eu-west-1.amazonaws.com, but the API of the stack mylog is ${API}: name the right --stack\n`,
    );
    expect(asked).toEqual([]);
  });
});

test.each([
  [`https://evil.example/logs/${ID}`, "https://evil.example is no API Gateway of AWS"],
  [`${API}.evil.example/logs/${ID}`, "is no API Gateway of AWS"],
  [`https://evil.example/.execute-api.eu-west-1.amazonaws.com/logs/${ID}`, "is no API Gateway of AWS"],
  [`${API.replace("https", "http")}/logs/${ID}`, "is no API Gateway of AWS"],
  [`${API}:8443/logs/${ID}`, "is no API Gateway of AWS"],
  [`https://a.b.execute-api.eu-west-1.amazonaws.com/logs/${ID}`, "is no API Gateway of AWS"],
  [`https://me:secret@abc123.execute-api.eu-west-1.amazonaws.com/logs/${ID}`, "A link with a user name or a password"],
  [`http://127.0.0.1:1/_console/?stack=mylog&region=evil.example%23`, '"evil.example#" in the link is no AWS Region'],
  [`http://127.0.0.1:1/_console/?stack=mylog&region=eu-west-1.evil-1`, "is no AWS Region"],
  [
    `http://127.0.0.1:1/_console/?stack=arn%3Aaws%3Acloudformation%3Aeu-west-1%3A1%3Astack%2Fa%2Fb&region=eu-west-1`,
    "is no name of a stack",
  ],
  [`http://127.0.0.1:1/_console/?stack=--profile&region=eu-west-1`, "is no name of a stack"],
  [`${API}/logs/..%2frejected`, "The link names no entry"],
  [`${API}/events`, "The link names no entry"],
  ["javascript:alert(1)", "is neither the id of an entry nor a URL"],
  ["file:///etc/passwd", "is neither the id of an entry nor a URL"],
  ["--", "Expected argument for link"],
  ["s3.0.x", "is neither the id of an entry nor a URL"],
])("the link %s is refused before any request is sent", async (link, sentence) => {
  const { code, err, page } = await opened(["open", link], { answer: "y" });
  expect([code, page, asked]).toEqual([2, undefined, []]);
  expect(err).toContain(sentence);
});

test("the Region of a flag must be that of the host", async () => {
  expect(await opened(["console", "--url", API, "--region", "us-east-1"])).toMatchObject({
    code: 2,
    err: `tributary: ${API} is in eu-west-1, but --region is us-east-1: give the right one, or none\n`,
  });
});

test("a port that is taken is told in one sentence", async () => {
  const { port } = new URL(aws.url);
  expect(await opened(["console", "--url", API, "--port", port])).toMatchObject({
    code: 1,
    err: `tributary: The port ${port} is taken: choose another one with --port, or give none\n`,
  });
  expect((await opened(["console", "--port", "70000"])).err).toContain("Expected a port: a number from 0 to 65535");
});

test("the page knows its log, and the flags for it, ready for a shell", async () => {
  const configFor = async (...args: readonly string[]) => {
    let config = "";
    const interruption = new AbortController();
    const browse = async (address: string) => {
      config = await (await fetch(new URL("/_console/config.json", address))).text();
      interruption.abort();
    };
    await cli(["console", ...args], { fetch: api, width: TERMINAL, browse, signal: interruption.signal });
    return JSON.parse(config);
  };
  expect(await configFor("--stack", "mylog", "--region", "eu-west-1")).toEqual({
    ...{ mode: "stack", name: "mylog", region: "eu-west-1", command: "npx tributary", url: API },
    flags: "--stack mylog --region eu-west-1",
  });
  expect(await configFor("--url", API, "--profile", "it's; mine")).toMatchObject({
    name: new URL(API).host,
    flags: `--url ${API} --region eu-west-1 --profile 'it'\\''s; mine'`,
  });
  expect((await configFor("--url", API, "--stack", "mylog")).flags).toBe(
    `--url ${API} --stack mylog --region eu-west-1`,
  );
});
