import { describe, expect, test } from "vitest";
import { principalOf } from "./principal.ts";

const iam = (userArn: string, more: object = {}) => ({
  iam: {
    accessKey: "ASIAIOSFODNN7EXAMPLE",
    accountId: "111122223333",
    callerId: "AROACKCEVSQ6C2EXAMPLE:session",
    cognitoIdentity: null,
    principalOrgId: "aws:PrincipalOrgID",
    userArn,
    userId: "AROACKCEVSQ6C2EXAMPLE:session",
    ...more,
  },
});
const cognito = (identityId: string) => ({
  cognitoIdentity: { amr: ["authenticated"], identityId, identityPoolId: "eu-central-1:pool" },
});
const jwt = (claims: object) => ({ jwt: { claims, scopes: null } });
const STS = "arn:aws:sts::111122223333";

describe("the principal of a request signed for IAM", () => {
  test.each([
    ["arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/alice"],
    ["arn:aws:iam::111122223333:user/team/blue/alice", "arn:aws:iam::111122223333:user/team/blue/alice"],
    ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:root"],
    [`${STS}:federated-user/bob`, `${STS}:federated-user/bob`],
    [`${STS}:assumed-role/deploy/session-1`, `${STS}:assumed-role/deploy`],
    [`${STS}:assumed-role/deploy/i-0abcd1234efgh5678`, `${STS}:assumed-role/deploy`],
    [`${STS}:assumed-role/deploy/alice@example.com`, `${STS}:assumed-role/deploy`],
    [`${STS}:assumed-role/deploy/AWSReservedSSO_x`, `${STS}:assumed-role/deploy`],
    [`${STS}:assumed-role/NotAWSReservedSSO_Admin/bob`, `${STS}:assumed-role/NotAWSReservedSSO_Admin`],
    [`${STS}:assumed-role/AWSServiceRoleForX/session`, `${STS}:assumed-role/AWSServiceRoleForX`],
    ["arn:aws-cn:sts::111122223333:assumed-role/deploy/s", "arn:aws-cn:sts::111122223333:assumed-role/deploy"],
    ["arn:aws-us-gov:sts::111122223333:assumed-role/deploy/s", "arn:aws-us-gov:sts::111122223333:assumed-role/deploy"],
    [
      `${STS}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice@example.com`,
      `${STS}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice@example.com`,
    ],
    [
      "arn:aws-cn:sts::111122223333:assumed-role/AWSReservedSSO_Read_0123456789abcdef/bob",
      "arn:aws-cn:sts::111122223333:assumed-role/AWSReservedSSO_Read_0123456789abcdef/bob",
    ],
  ])("%s is %s", (userArn, principal) => {
    expect(principalOf(iam(userArn))).toEqual(["iam", principal]);
  });

  test("is the identity in a Cognito identity pool, not the role that all people of the pool share", () => {
    const role = `${STS}:assumed-role/Cognito_poolAuth_Role/CognitoIdentityCredentials`;
    const identityId = "eu-central-1:12345678-1234-1234-1234-123456789012";
    expect(principalOf(iam(role, cognito(identityId)))).toEqual(["cognito", identityId]);
    expect(principalOf(iam(role, { cognitoIdentity: { identityId: null } }))).toEqual([
      "iam",
      `${STS}:assumed-role/Cognito_poolAuth_Role`,
    ]);
  });
});

describe("the principal of a request with a token", () => {
  const iss = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool";
  test.each([
    [{ iss, sub: "1b2c", client_id: "app" }, ["jwt", iss, "sub", "1b2c"]],
    [{ iss, client_id: "app", token_use: "access" }, ["jwt", iss, "client_id", "app"]],
    [{ iss, sub: "", client_id: "app" }, ["jwt", iss, "client_id", "app"]],
    [{ iss: "https://other", sub: "1b2c" }, ["jwt", "https://other", "sub", "1b2c"]],
    [{ iss, scope: "read" }, ["none"]],
  ])("%j is %j", (claims, principal) => {
    expect(principalOf(jwt(claims))).toEqual(principal);
  });

  test("is the principalId of a Lambda authorizer", () => {
    expect(principalOf({ lambda: { principalId: "user-1", tenant: "t" } })).toEqual(["lambda", "user-1"]);
    expect(principalOf({ lambda: { principalId: 7 } })).toEqual(["lambda", "7"]);
    expect(principalOf({ lambda: { tenant: "t" } })).toEqual(["none"]);
  });
});

test.each([
  undefined,
  null,
  {},
  "iam",
  [],
  { iam: null },
  { iam: { userArn: null } },
  { iam: 7, jwt: [], lambda: "x" },
])("%j holds no principal", (authorizer) => {
  expect(principalOf(authorizer)).toEqual(["none"]);
});

test("principals of two kinds are never equal, even if they have the same name", () => {
  const name = "arn:aws:iam::111122223333:user/alice";
  const all = [
    iam(name),
    iam(name, cognito(name)),
    jwt({ iss: "", sub: name }),
    jwt({ iss: "", client_id: name }),
    { lambda: { principalId: name } },
  ].map((authorizer) => JSON.stringify(principalOf(authorizer)));
  expect(new Set(all).size).toBe(all.length);
});
