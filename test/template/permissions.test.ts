import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";
import { indexes } from "../../src/log/table.ts";
import { functions, resource } from "./template.ts";

const log = ["logs:CreateLogStream FunctionLogs.Arn", "logs:PutLogEvents FunctionLogs.Arn"];
const write = ["dynamodb:GetItem Table.Arn", "dynamodb:PutItem Table.Arn"];
const query = [
  "dynamodb:Query Table.Arn",
  ...Object.values(indexes).map((index) => `dynamodb:Query \${Table.Arn}/index/${index}`),
];

const sendToQueue = "sqs:SendMessage FailureQueue.Arn";

const roles = {
  TriggerRole: [...write, ...log, sendToQueue],
  HttpRole: [...write, ...log],
  LogsRole: ["dynamodb:GetItem Table.Arn", ...query, ...log],
};

const many = <T extends z.ZodType>(schema: T) => z.union([z.array(schema), schema.transform((one) => [one])]);
const Target = z.union(["Ref", "GetAtt", "Sub"].map((key) => z.strictObject({ [key]: z.string() })));
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

const permissionsOf = (role: string): readonly string[] =>
  Role.parse(resource(role).Properties)
    .Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((target) => `${action} ${Object.values(target)}`)),
    )
    .sort();

test.each(Object.entries(roles))("%s has exactly the permissions that its functions need", (role, permissions) => {
  expect(permissionsOf(role)).toEqual(permissions.toSorted());
});

const triggers = readdirSync(new URL("../../src/schemas", import.meta.url)).map((file) => file.replace(/\.ts$/, ""));

test.each(functions)("$id can do its work, and has no other permission on the log", ({ name, role, ...one }) => {
  const permissions = permissionsOf(role);
  const isTrigger = triggers.includes(name);
  expect(permissions).toEqual(expect.arrayContaining([...log, ...(isTrigger ? write : query)]));
  expect(permissions.includes("dynamodb:PutItem Table.Arn")).toBe(isTrigger);
  if (one.isAsynchronous) expect(permissions).toContain(sendToQueue);
  if (one.isHttp) expect(permissions).not.toContain(sendToQueue);
  for (const permission of permissions) {
    expect(permission, "the action is a wildcard").not.toMatch(/^\S*\*/);
    if (/ (\$\{)?Table\b/.test(permission)) expect(permission).toMatch(/^dynamodb:(GetItem|PutItem|Query) /);
  }
  expect(one.settings).not.toHaveProperty("Policies");
  expect(one.settings).not.toHaveProperty("FunctionUrlConfig");
});

test("IAM authorizes every route, and the API has a rate limit", () => {
  const { Properties } = resource("HttpApi");
  expect(Properties["Auth"]).toEqual({ EnableIamAuthorizer: true, DefaultAuthorizer: "AWS_IAM" });
  expect(Properties["DefaultRouteSettings"]).toEqual({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 });
  const own = functions.filter(({ name }) => ["http", "logs"].includes(name)); // a project may have other functions with routes
  const routes = own.flatMap(({ name, events }) =>
    events.flatMap(({ Type, Properties }) => (Type === "HttpApi" ? [{ function: name, ...Properties }] : [])),
  );
  const ApiId = { Ref: "HttpApi" }; // no route has its own Auth
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

test("the access log is JSON with the caller, and without the query and the body", () => {
  const settings = z.object({ DestinationArn: z.json(), Format: z.string() });
  const { DestinationArn, Format } = settings.parse(resource("HttpApi").Properties["AccessLogSettings"]);
  expect(DestinationArn).toEqual({ GetAtt: "AccessLogs.Arn" });
  expect(JSON.parse(Format.replaceAll(/:\$context\.\w+/g, ":1"))).toHaveProperty("caller", "$context.identity.userArn");
  expect(Format).not.toMatch(/\$context\.\w*(path|query|body)/i);
});
