import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { listening } from "../../src/local/listening.ts";
import { cli } from "./cli.ts";
import { SECRET, signatureIn } from "./signature.ts";

const TOKEN = "a/b+c==";

interface Received {
  readonly target: string;
  readonly signature: ReturnType<typeof signatureIn>;
  readonly authorization: string;
}
let received: Received[];
let folder: string;
let url: string;

const server = createServer(async (request, response) => {
  const body = await text(request);
  const { authorization = "" } = request.headers;
  received.push({ target: request.url ?? "", signature: signatureIn(request, body), authorization });
  if ((request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded"))
    return void response.setHeader("content-type", "text/xml").end(stacks(body));
  const isEntry = request.method === "POST";
  response.writeHead(isEntry ? 201 : 200).end(isEntry ? '{"status":201,"id":"i","location":"/l"}' : '{"entries":[]}');
});

/** The answer of CloudFormation to DescribeStacks. */
const stacks = (body: string): string => {
  const name = new URLSearchParams(body).get("StackName");
  const output =
    name === "mylog" ? `<member><OutputKey>ApiUrl</OutputKey><OutputValue>${url}/</OutputValue></member>` : "";
  return `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${name}</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${output}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
};

beforeAll(async () => {
  url = await listening(server, 0);
  folder = mkdtempSync(join(tmpdir(), "aws-"));
  writeFileSync(
    join(folder, "config"),
    `[profile mine]\nregion = eu-west-3\ncredential_process = printf '{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"${SECRET}"}'\n`,
  );
  writeFileSync(join(folder, "credentials"), "");
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});
beforeEach(() => {
  received = [];
  vi.unstubAllEnvs();
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
  vi.stubEnv("AWS_ENDPOINT_URL_CLOUDFORMATION", url);
  vi.stubEnv("AWS_REGION", undefined);
});

const withKeys = () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", SECRET);
  vi.stubEnv("AWS_SESSION_TOKEN", TOKEN);
};

test("a request to another machine is signed, whatever its query and body are", async () => {
  withKeys();
  const args = ["--url", `${url}/base`, "--region", "eu-central-1"];
  await cli(["logs", "--subject", "a b/ü+%!'()*~&=.txt", "--type", "b.*,a", "--since", "1h", ...args]);
  await cli(["get", "s3.0.a/b c", ...args]);
  expect((await cli(["send", "--type", "ü", ...args])).code).toBe(0);
  expect(received.map(({ signature }) => signature)).toEqual(["right", "right", "right"]);
  expect(received[0]?.authorization).toContain("AKIDEXAMPLE/");
  expect(received[0]?.authorization).toContain("/eu-central-1/execute-api/aws4_request");
  expect(received[0]?.authorization).toContain("x-amz-security-token");
});

test("a request to this machine is not signed", async () => {
  withKeys();
  await cli(["logs", "--url", url]);
  expect(received).toMatchObject([{ signature: "none" }]);
});

test("--stack finds the URL of the API in the stack's outputs, in the Region and with the credentials of the profile", async () => {
  const { err, code } = await cli(["logs", "--stack", "mylog", "--profile", "mine"]);
  expect([err, code]).toEqual(["", 0]);
  expect(received.map(({ target, signature }) => [target, signature])).toEqual([
    ["/", "right"],
    ["/logs?limit=50", "right"],
  ]);
  for (const { authorization } of received) expect(authorization).toMatch(/Credential=AKIDPROCESS\/\d+\/eu-west-3\//);
});

test("a stack that is no log, and a Region that is not set, are told in one sentence", async () => {
  withKeys();
  expect(await cli(["logs", "--stack", "website", "--region", "eu-west-3"])).toEqual({
    out: "",
    err: "tributary: The stack website in eu-west-3 has no output ApiUrl, so it is no log: name another stack, or give --url\n",
    code: 1,
  });
  expect((await cli(["logs", "--stack", "mylog"])).err).toBe(
    "tributary: No Region is set, so the stack mylog cannot be found: add --region, or set AWS_REGION\n",
  );
});

test("a route that IAM does not allow, as API Gateway says it", async () => {
  withKeys();
  const fetch = async () => new Response('{"message":"Forbidden"}', { status: 403 });
  const { err } = await cli(["logs", "--rejected", "--url", "https://abc.execute-api.eu-west-1.amazonaws.com"], {
    fetch,
  });
  expect(err).toBe(
    "tributary: IAM does not allow GET /rejected on https://abc.execute-api.eu-west-1.amazonaws.com: allow execute-api:Invoke on this route, or use another --profile\n",
  );
});

test("a signed request follows no redirect, because a signature is for nobody else", async () => {
  withKeys();
  const other = createServer((_, response) => void response.end('{"entries":[]}'));
  let isAsked = false;
  other.on("request", () => {
    isAsked = true;
  });
  const location = await listening(other, 0);
  const redirecting = createServer((_, response) => void response.writeHead(307, { location }).end());
  const { code, err } = await cli(["logs", "--url", await listening(redirecting, 0), "--region", "eu-west-3"]);
  for (const one of [other, redirecting]) one.close();
  expect([code, isAsked]).toEqual([1, false]);
  expect(err).toContain("answered GET /logs with 307 and no problem report: is this the URL of a log?");
});

test("missing and expired credentials are told at once, and no request is sent", async () => {
  const args = ["logs", "--url", url, "--region", "eu-west-3"];
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]) vi.stubEnv(name, undefined);
  for (const asked of [args, ["logs", "--stack", "mylog", "--region", "eu-west-3"]])
    expect(await cli(asked)).toEqual({
      out: "",
      err: "tributary: There are no valid AWS credentials (Could not load credentials from any providers): sign in, for example with aws sso login, or use another --profile\n",
      code: 1,
    });
  withKeys();
  vi.stubEnv("AWS_CREDENTIAL_EXPIRATION", "2026-01-01T00:00:00Z");
  expect((await cli(args)).err).toBe(
    "tributary: The AWS credentials expired at 2026-01-01T00:00:00.000Z: sign in, for example with aws sso login, or use another --profile\n",
  );
  expect(received).toEqual([]);
});
