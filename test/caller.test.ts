import { describe, expect, test, vi } from "vitest";
import { bodyOf, deliver, newWorld, request, type World } from "./world.ts";

const ACCOUNT = "123456789012";
const STS = `arn:aws:sts::${ACCOUNT}:assumed-role`;
const COGNITO_ROLE = `${STS}/Cognito_poolAuth_Role/CognitoIdentityCredentials`;
const iam = (userArn: string) => ({ iam: { userArn, cognitoIdentity: null } });
const cognito = (identityId: string) => ({ iam: { userArn: COGNITO_ROLE, cognitoIdentity: { identityId } } });
const jwt = (claims: object) => ({ jwt: { claims, scopes: ["write"] } });

const sentBy = (authorizer: unknown, headers: Readonly<Record<string, string>> = {}, event: object = { type: "t" }) => {
  const call = request("POST", "/events", { "content-type": "application/json", ...headers }, JSON.stringify(event));
  const http = { ...call.requestContext.http, sourceIp: "203.0.113.7" };
  return { ...call, requestContext: { ...call.requestContext, http, authorizer } };
};

describe("an Idempotency-Key", async () => {
  const { http } = await newWorld();
  let keys = 0;
  const statuses = async (...authorizers: readonly unknown[]) => {
    const key = { "idempotency-key": `key ${keys++}` };
    const statuses: number[] = [];
    for (const authorizer of authorizers) statuses.push((await deliver(http, sentBy(authorizer, key))).statusCode);
    return statuses;
  };

  test.each([
    ["two sessions of one role", iam(`${STS}/app/session-1`), iam(`${STS}/app/session-2`)],
    [
      "two sessions of one role in another partition",
      iam("arn:aws-cn:sts::1:assumed-role/a/1"),
      iam("arn:aws-cn:sts::1:assumed-role/a/2"),
    ],
    ["two requests of one user", iam(`arn:aws:iam::${ACCOUNT}:user/a/b`), iam(`arn:aws:iam::${ACCOUNT}:user/a/b`)],
    ["two requests of one Cognito identity", cognito("eu-central-1:1"), cognito("eu-central-1:1")],
    ["two tokens of one JWT subject", jwt({ iss: "i", sub: "s", jti: "1" }), jwt({ iss: "i", sub: "s", jti: "2" })],
    ["two tokens of one JWT client", jwt({ iss: "i", client_id: "c" }), jwt({ iss: "i", client_id: "c" })],
    [
      "two requests of one principal of a Lambda authorizer",
      { lambda: { principalId: "p", n: 1 } },
      { lambda: { principalId: "p" } },
    ],
    ["all callers without a principal", undefined, { lambda: { tenant: "t" } }],
  ])("is shared by %s: the event is kept once", async (_, one, again) => {
    expect(await statuses(one, again)).toEqual([201, 200]);
  });

  test.each([
    ["two roles", iam(`${STS}/app/s`), iam(`${STS}/other/s`)],
    ["two roles of one name in two accounts", iam(`${STS}/app/s`), iam("arn:aws:sts::000000000000:assumed-role/app/s")],
    [
      "two people with one role of IAM Identity Center",
      iam(`${STS}/AWSReservedSSO_Admin_0123456789abcdef/ada`),
      iam(`${STS}/AWSReservedSSO_Admin_0123456789abcdef/bob`),
    ],
    ["two people of a Cognito identity pool", cognito("eu-central-1:1"), cognito("eu-central-1:2")],
    ["two federated users", iam("arn:aws:sts::1:federated-user/a"), iam("arn:aws:sts::1:federated-user/b")],
    ["two JWT subjects", jwt({ iss: "i", sub: "a" }), jwt({ iss: "i", sub: "b" })],
    ["two JWT issuers", jwt({ iss: "i", sub: "a" }), jwt({ iss: "j", sub: "a" })],
    ["a JWT subject and a JWT client", jwt({ iss: "i", sub: "a" }), jwt({ iss: "i", client_id: "a" })],
    ["two kinds of credentials", { lambda: { principalId: "eu-central-1:1" } }, cognito("eu-central-1:1")],
    ["a caller with a principal and a caller without one", iam(`arn:aws:iam::${ACCOUNT}:root`), undefined],
  ])("is not shared by %s: both events are kept", async (_, one, other) => {
    expect(await statuses(one, other, one, other)).toEqual([201, 201, 200, 200]);
  });
});

describe("the sender of an HTTP event", () => {
  const structured = { "content-type": "application/cloudevents+json" };
  const event = { specversion: "1.0", id: "1", source: "/s", type: "t" };
  const alice = iam(`arn:aws:iam::${ACCOUNT}:user/alice`);
  const worldWith = async (keepCaller: string | undefined) => {
    vi.stubEnv("KEEP_CALLER", keepCaller);
    return newWorld();
  };
  const entryOf = async ({ http, logs }: World, call: object) => {
    const { location, instance } = bodyOf(await deliver(http, call));
    return bodyOf(await deliver(logs, request("GET", location ?? instance)));
  };

  test.each([undefined, "false", ""])("is not kept if KEEP_CALLER is %j", async (setting) => {
    const world = await worldWith(setting);
    for (const call of [sentBy(alice), sentBy(alice, structured, event), sentBy(alice, {}, { bad: true })]) {
      const entry = JSON.stringify(await entryOf(world, call));
      expect(entry).not.toContain("alice");
      expect(entry).not.toContain("203.0.113.7");
    }
  });

  test("is kept as two extensions if KEEP_CALLER is true, for plain JSON and for CloudEvents", async () => {
    const world = await worldWith("true");
    const caller = { principal: `iam arn:aws:iam::${ACCOUNT}:user/alice`, sourceip: "203.0.113.7" };
    expect(await entryOf(world, sentBy(alice))).toMatchObject(caller);
    expect(await entryOf(world, sentBy(alice, structured, { ...event, ext: "e" }))).toMatchObject({
      ...caller,
      originid: "1",
      ext: "e",
    });
    expect(JSON.stringify(await entryOf(world, sentBy(alice, {}, { bad: true })))).toContain(caller.principal);
  });

  test("is kept with the kind of the principal, so that two kinds never look the same", async () => {
    const world = await worldWith("true");
    const principalOf = async (authorizer: unknown) => (await entryOf(world, sentBy(authorizer)))["principal"];
    expect(await principalOf(iam(`${STS}/app/session`))).toBe(`iam ${STS}/app`);
    expect(await principalOf(cognito("eu-central-1:1"))).toBe("cognito eu-central-1:1");
    expect(await principalOf(jwt({ iss: "https://i", sub: "s" }))).toBe("jwt https://i sub s");
    expect(await principalOf({ lambda: { principalId: "iam root" } })).toBe("lambda iam root");
    expect(await principalOf({ lambda: { principalId: "a\nb" } })).toBe("lambda%20a%0Ab");
    expect(await principalOf(undefined)).toBeUndefined();
  });

  test("is not part of the identity: an event from another address is a duplicate", async () => {
    const world = await worldWith("true");
    const again = sentBy(alice, structured, event);
    const elsewhere = { ...again.requestContext, http: { ...again.requestContext.http, sourceIp: "198.51.100.1" } };
    const timed = { ...again, body: JSON.stringify({ ...event, time: "2026-01-01T00:00:00Z" }) };
    expect((await deliver(world.http, timed)).statusCode).toBe(201);
    expect((await deliver(world.http, { ...timed, requestContext: elsewhere })).statusCode).toBe(200);
  });
});
