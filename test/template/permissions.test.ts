import { expect, test } from "vitest";
import * as z from "zod";
import { indexes } from "../../src/log/table.ts";
import { functions, ofType, only } from "./template.ts";

const log = ["logs:CreateLogStream FunctionLogs.Arn", "logs:PutLogEvents FunctionLogs.Arn"];
const write = ["dynamodb:GetItem Table.Arn", "dynamodb:PutItem Table.Arn"];
const query = [
  "dynamodb:Query Table.Arn",
  ...Object.values(indexes).map((index) => `dynamodb:Query \${Table.Arn}/index/${index}`),
];

// What a function may do is a promise: no wildcard, no Delete, Update, Scan or batch anywhere, and no write for the reader.
const roles = {
  TriggerRole: [...write, ...log, "sqs:SendMessage FailureQueue.Arn"],
  HttpRole: [...write, ...log],
  LogsRole: ["dynamodb:GetItem Table.Arn", ...query, ...log],
};

const many = <T extends z.ZodType>(schema: T) => z.union([z.array(schema), schema.transform((one) => [one])]);
const Target = z.union([z.object({ GetAtt: z.string() }), z.object({ Sub: z.string() })]);
const Statement = z.strictObject({ Effect: z.literal("Allow"), Action: many(z.string()), Resource: many(Target) });
const Role = z.strictObject({
  AssumeRolePolicyDocument: z.object({
    Statement: z.tuple([
      z.strictObject({
        Effect: z.literal("Allow"),
        Principal: z.strictObject({ Service: z.literal("lambda.amazonaws.com") }),
        Action: z.literal("sts:AssumeRole"),
      }),
    ]),
  }),
  Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) })),
});

const permissionsOf = (properties: unknown): readonly string[] =>
  Role.parse(properties)
    .Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((target) => `${action} ${Object.values(target)}`)),
    )
    .sort();

test("each role has just what its functions need", () => {
  expect(
    Object.fromEntries(ofType("AWS::IAM::Role").map(({ id, Properties }) => [id, permissionsOf(Properties)])),
  ).toEqual(Object.fromEntries(Object.entries(roles).map(([id, permissions]) => [id, permissions.toSorted()])));
});

test.each(functions)("$id has the role of what it does, and nothing beside it", ({ name, role, events, settings }) => {
  const http = events.every(({ Type }) => Type === "HttpApi");
  expect(role).toBe(name === "logs" ? "LogsRole" : http ? "HttpRole" : "TriggerRole");
  expect(settings).not.toHaveProperty("Policies");
  expect(settings).not.toHaveProperty("FunctionUrlConfig");
});

test("every route asks IAM, and has a limit", () => {
  const { id, Properties } = only("AWS::Serverless::HttpApi");
  expect(Properties["Auth"]).toEqual({ EnableIamAuthorizer: true, DefaultAuthorizer: "AWS_IAM" });
  expect(Properties["DefaultRouteSettings"]).toEqual({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 });
  const routes = functions.flatMap(({ name, events }) =>
    events.flatMap(({ Type, Properties }) => (Type === "HttpApi" ? [{ function: name, ...Properties }] : [])),
  );
  const ApiId = { Ref: id }; // and no route has an Auth of its own
  const read = [
    "/logs",
    "/logs/{id}",
    "/logs/stats",
    "/rejected",
    "/rejected/stats",
    "/rejected/{id}",
    "/openapi.json",
  ];
  expect(routes).toEqual([
    { function: "http", ApiId, Method: "POST", Path: "/events" },
    ...["GET", "HEAD"].flatMap((Method) => read.map((Path) => ({ function: "logs", ApiId, Method, Path }))),
    { function: "logs", ApiId }, // $default
  ]);
});

test("the access log is JSON that says who called, without query and body", () => {
  const settings = z.object({ DestinationArn: z.json(), Format: z.string() });
  const { DestinationArn, Format } = settings.parse(only("AWS::Serverless::HttpApi").Properties["AccessLogSettings"]);
  expect(DestinationArn).toEqual({ GetAtt: "AccessLogs.Arn" });
  expect(JSON.parse(Format.replaceAll(/:\$context\.\w+/g, ":1"))).toHaveProperty("caller", "$context.identity.userArn");
  expect(Format).not.toMatch(/\$context\.\w*(path|query|body)/i);
});
