import { expect, test } from "vitest";
import { startHere } from "./here.ts";
import { jsonOf } from "./json.ts";
import { newProject } from "./project.ts";

const CODE = "export const handler = async () => process.env;";

const INTRINSICS = `
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String, Default: dev }
  Zones: { Type: CommaDelimitedList, Default: "a, b" }
  Given: { Type: Number }
Mappings: { Sizes: { dev: { memory: "small" } } }
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
  IsProd: !Not [!Condition IsDev]
  Either: !Or [!Condition IsDev, !Condition IsProd]
  Both: !And [!Condition IsDev, !Condition IsProd]
Resources:
  Jobs: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub "\${Stage}-jobs" } }
  News: { Type: AWS::SNS::Topic }
  Rows: { Type: AWS::DynamoDB::Table, Condition: IsProd, Properties: { BillingMode: PAY_PER_REQUEST } }
  Role: { Type: AWS::IAM::Role }
  Api: { Type: AWS::Serverless::HttpApi }
  Fn:
    Type: AWS::Serverless::Function
    Properties: &shared
      Runtime: nodejs24.x
      CodeUri: src/
      Handler: fn.handler
      Events: { Get: { Type: HttpApi, Properties: { ApiId: !Ref Api, Path: /, Method: GET } } }
      Environment:
        Variables:
          REF: !Ref Stage
          LONG: { "Fn::Sub": ["\${one}-\${Stage}-\${!kept}", { one: !Ref Given }] }
          IF: !If [IsDev, !If [Both, both, one], other]
          GONE: !If [IsProd, x, !Ref AWS::NoValue]
          OR: !If [Either, "yes", "no"]
          JOIN: !Join ["/", [a, !Ref Stage, !Select [1, !Ref Zones], !Select [0, !Split ["|", "x|y"]]]]
          MAP: !FindInMap [Sizes, !Ref Stage, memory]
          BASE64: !Base64 hi
          QUEUE: !GetAtt Jobs.QueueName
          QUEUE_URL: !Ref Jobs
          TOPIC: !Ref News
          ROLE: !GetAtt Role.Arn
          API: !GetAtt Api.ApiEndpoint
          REGION: !Sub "\${AWS::Region} \${AWS::Partition} \${AWS::AccountId}"
          SAM_ROLE: !GetAtt FnRole.Arn
          NUMBER: 7
          FLAG: true
          UNKNOWN: !Sub "x\${Missing.Thing}"
  Other: { Type: AWS::Serverless::Function, Properties: { <<: *shared, Events: { Get: { Type: HttpApi, Properties: { Path: /other, Method: GET } } } } }
`;

test("the intrinsic functions of CloudFormation are evaluated with the parameters' defaults and the given values", async () => {
  const folder = newProject({ "template.yaml": INTRINSICS, "src/fn.ts": CODE });
  const { url, text } = await startHere(folder, "--memory", "--parameter", "Given=5");
  const environment = await jsonOf(fetch(`${url}/`));
  expect(environment).toMatchObject({
    REF: "dev",
    LONG: expect.stringMatching(/^5-dev-[$][{]kept[}]$/),
    IF: "one",
    OR: "yes",
    JOIN: "a/dev/b/x",
    MAP: "small",
    BASE64: "aGk=",
    QUEUE: "dev-jobs",
    QUEUE_URL: `${url}/_local/queues/dev-jobs`,
    TOPIC: "arn:aws:sns:eu-central-1:123456789012:News",
    ROLE: "arn:aws:iam::123456789012:role/Role",
    API: url,
    REGION: "eu-central-1 aws 123456789012",
    SAM_ROLE: "arn:aws:iam::123456789012:role/FnRole",
    NUMBER: "7",
    FLAG: "true",
  });
  expect(Object.keys(environment)).not.toContain("GONE");
  expect(Object.keys(environment)).not.toContain("UNKNOWN");
  expect(text()).toContain("Fn.Environment.Variables.UNKNOWN, Other.Environment.Variables.UNKNOWN: !Sub x");
  expect((await jsonOf(fetch(`${url}/other`))).JOIN).toBe("a/dev/b/x");
});

const ELSEWHERE = `
Transform: [AWS::Serverless-2016-10-31, { Name: AWS::Include, Parameters: { Location: s3://x/y } }]
Rules: { Stages: { Assertions: [] } }
Parameters:
  Host: { Type: "AWS::SSM::Parameter::Value<String>", Default: /db/host }
  Hosts: { Type: "AWS::SSM::Parameter::Value<List<String>>", Default: /db/hosts }
  On: { Type: String, Default: "true", AllowedValues: ["true", "false"] }
Conditions: { Yes: !Equals [!Ref On, "true"] }
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs24.x
      CodeUri: src/
      Handler: fn.handler
      Events:
        Get: { Type: HttpApi, Properties: { Path: /, Method: GET } }
        Tick: { Type: Schedule, Properties: { Schedule: rate(1 day), Enabled: !Ref On } }
      Environment:
        Variables:
          HOST: !Ref Host
          HOSTS: !Join ["+", !Ref Hosts]
          SECRET: "{{resolve:secretsmanager:db:SecretString:password}}"
          URL: !Sub "postgres://{{resolve:ssm:user}}@\${On}"
          CONFIG: { "Fn::ToJsonString": { a: 1 } }
          NESTED: !If [Yes, !If [Yes, !Ref AWS::NoValue, a], b]
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [fn.ts], Minify: !Ref On } }
`;

test("a value that only AWS knows is left out and reported, or given with --parameter", async () => {
  const folder = newProject({ "template.yaml": ELSEWHERE, "src/fn.ts": CODE });
  const { url, text } = await startHere(folder, "--memory", "--parameter", "Hosts=a,b");
  const environment = await jsonOf(fetch(`${url}/`));
  expect(environment.HOSTS).toBe("a+b");
  for (const name of ["HOST", "SECRET", "URL", "CONFIG"]) {
    expect(environment, name).not.toHaveProperty(name);
    expect(text()).toContain(`Fn.Environment.Variables.${name}: `);
  }
  expect(environment).not.toHaveProperty("NESTED");
  expect(text()).not.toContain("Fn.Environment.Variables.NESTED");
  expect(text()).toContain("Rules: the values of parameters are not compared with them");
  expect(text()).toContain("Transform AWS::Include: a macro runs only in CloudFormation");
  await expect(startHere(folder, "--memory", "--parameter", "On=maybe")).rejects.toThrow(
    "--parameter On=maybe is not allowed. The template allows true, false",
  );
});

const BUILD = `
Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Runtime: nodejs24.x, CodeUri: code } }
Resources:
  Cjs:
    Type: AWS::Serverless::Function
    Properties: { Handler: main.handler, Events: { Get: { Type: HttpApi, Properties: { Path: /cjs, Method: GET } } } }
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [lib/other.ts, lib/main.ts], Loader: [.txt=text], Define: ['NAME="cjs"'], External: [zod] } }
  Esm:
    Type: AWS::Serverless::Function
    Properties: { Handler: esm.handler, Events: { Get: { Type: HttpApi, Properties: { Path: /esm, Method: GET } } } }
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [esm.mjs], Format: esm, Target: es2024, Minify: false, Banner: ["js=globalThis.banner = 1;"] } }
  Prebuilt:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: dist/built, Handler: built.handler, Events: { Get: { Type: HttpApi, Properties: { Path: /prebuilt, Method: GET } } } }
`;

test("functions are bundled as SAM's build method esbuild says, or from what is built already", async () => {
  const folder = newProject({
    "template.yaml": BUILD,
    "code/lib/main.ts": `const text = require("./hi.txt"); const zod = require("zod"); exports.handler = async () => ({ name: NAME, text, file: typeof __filename, zod: typeof zod.object });`,
    "code/lib/hi.txt": "hi",
    "code/lib/other.ts": "export const handler = 1;",
    "code/esm.mjs":
      "const top = await Promise.resolve(2); export const handler = async () => ({ top, banner: globalThis.banner });",
    "dist/built/built.mjs": "export const handler = async () => ({ built: true });",
  });
  const { url } = await startHere(folder, "--memory");
  expect(await jsonOf(fetch(`${url}/cjs`))).toEqual({ name: "cjs", text: "hi", file: "string", zod: "function" });
  expect(await jsonOf(fetch(`${url}/esm`))).toEqual({ top: 2, banner: 1 });
  expect(await jsonOf(fetch(`${url}/prebuilt`))).toEqual({ built: true });
});
