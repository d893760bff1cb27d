import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { functionBuild } from "../scripts/functionBuild.ts";

// The bundle leaves out the files that find credentials anywhere but in the environment. Lambda puts the credentials into the
// environment, and `sam local` does the same. Everywhere else, the bundle takes these files from node_modules.

const root = new URL("..", import.meta.url).pathname;
const event = readFileSync(`${root}events/s3-put.json`, "utf8");
const folder = mkdtempSync(join(tmpdir(), "credentials-"));
const alone = join(folder, "alone"); // without node_modules, as in Lambda
const project = join(folder, "project");

/** The access keys that signed the requests to DynamoDB. */
const keys: (string | undefined)[] = [];
const until = "2099-01-01T00:00:00Z";

const answerTo = ({ url = "", method, headers }: IncomingMessage): string => {
  if (headers["x-amz-target"]?.toString().startsWith("DynamoDB")) {
    keys.push(/Credential=(\w+)\//.exec(headers.authorization ?? "")?.[1]);
    return "{}";
  }
  const credentials = { SecretAccessKey: "s", Token: "t", Expiration: until };
  if (url === "/container") return JSON.stringify({ AccessKeyId: "CONTAINER", ...credentials });
  if (url.startsWith("/federation/credentials"))
    return JSON.stringify({
      roleCredentials: {
        accessKeyId: "SSO",
        secretAccessKey: "s",
        sessionToken: "t",
        expiration: Date.parse(until),
      },
    });
  if (url === "/latest/api/token" && method === "PUT") return "token";
  if (url === "/latest/meta-data/iam/security-credentials/") return "role";
  if (url.startsWith("/latest/meta-data/iam/security-credentials/role"))
    return JSON.stringify({ Code: "Success", AccessKeyId: "INSTANCE", ...credentials });
  return `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>
    <AccessKeyId>WEBIDENTITY</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${until}</Expiration>
    </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;
};

const server = createServer((request, response) => {
  request.resume().on("end", () => response.end(answerTo(request)));
});

const put = (path: string, text: string): string => {
  const file = join(folder, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  return file;
};

beforeAll(async () => {
  for (const outdir of [alone, project])
    await build({ ...functionBuild, absWorkingDir: root, entryPoints: ["src/handlers/s3.ts"], outdir });
  symlinkSync(`${root}node_modules`, join(project, "node_modules"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cached = { accessToken: "a", expiresAt: until, region: "eu-central-1", startUrl: "https://sso.example.com" };
  put(`.aws/sso/cache/${createHash("sha1").update("work").digest("hex")}.json`, JSON.stringify(cached));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  keys.length = 0;
});

const url = () => {
  const address = server.address();
  return typeof address === "object" ? `http://127.0.0.1:${address?.port}` : "";
};

/** Runs the bundle of a folder in a process of its own, with one event. */
const run = async (where: string, environment: Readonly<Record<string, string>>): Promise<void> => {
  const code = `import("${where}/s3.cjs").then(({ handler }) => handler(${event}, {
    functionName: "f", awsRequestId: "id", invokedFunctionArn: "arn:aws:lambda:eu-central-1:111122223333:function:f", getRemainingTimeInMillis: () => 20_000,
  }))`;
  await promisify(execFile)(process.execPath, ["--eval", code], {
    cwd: where,
    env: {
      HOME: folder,
      AWS_REGION: "eu-central-1",
      AWS_ENDPOINT_URL: url(),
      AWS_EC2_METADATA_SERVICE_ENDPOINT: url(),
      TABLE_NAME: "Table",
      ...environment,
    },
  });
};

test("in Lambda, the credentials come from the environment, and the function is one file", async () => {
  await run(alone, { AWS_ACCESS_KEY_ID: "ENVIRONMENT", AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" });
  expect(keys).toEqual(["ENVIRONMENT"]);
});

describe("outside of Lambda, the credentials come from", () => {
  const profile = (lines: string) => ({ AWS_PROFILE: "me", AWS_CONFIG_FILE: put("config", lines) });

  test("a profile with keys", async () => {
    await run(project, profile("[profile me]\naws_access_key_id=PROFILE\naws_secret_access_key=s\n"));
    expect(keys).toEqual(["PROFILE"]);
  });

  test("a profile with a command", async () => {
    const command = put(
      "command.json",
      JSON.stringify({ Version: 1, AccessKeyId: "PROCESS", SecretAccessKey: "s", Expiration: until }),
    );
    await run(project, { PATH: "/usr/bin:/bin", ...profile(`[profile me]\ncredential_process=cat ${command}\n`) });
    expect(keys).toEqual(["PROCESS"]);
  });

  test("a profile with single sign-on", async () => {
    const session = "[sso-session work]\nsso_start_url=https://sso.example.com\nsso_region=eu-central-1\n";
    await run(
      project,
      profile(`[profile me]\nsso_session=work\nsso_account_id=111122223333\nsso_role_name=role\n${session}`),
    );
    expect(keys).toEqual(["SSO"]);
  });

  test("a container of ECS", async () => {
    await run(project, { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url()}/container` });
    expect(keys).toEqual(["CONTAINER"]);
  });

  test("a service account of EKS", async () => {
    await run(project, {
      AWS_WEB_IDENTITY_TOKEN_FILE: put("token", "token"),
      AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/role",
    });
    expect(keys).toEqual(["WEBIDENTITY"]);
  });

  test("an instance of EC2", async () => {
    await run(project, {});
    expect(keys).toEqual(["INSTANCE"]);
  });
});
