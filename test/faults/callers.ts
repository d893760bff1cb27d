import type { Attempt } from "./attempts.ts";
import type { Random } from "./random.ts";

/** The caller of each attempt, as API Gateway's IAM authorizer describes it. The sessions of a role have different names. */
export type Caller = (attempt: Attempt) => Readonly<Record<string, unknown>>;

export const newCaller = (random: Random): Caller => random.pick([user("caller"), role("writer"), identity("one")]);

/** Two callers with different principals. */
export const twoCallers = (random: Random): readonly [Caller, Caller] =>
  random.pick<readonly [Caller, Caller]>([
    [user("ada"), user("grace")],
    [role("writer"), role("reader")],
    [identity("ada"), identity("grace")],
    [user("writer"), role("writer")],
  ]);

const ACCOUNT = "123456789012";

const user =
  (name: string): Caller =>
  () => ({ cognitoIdentity: null, userArn: `arn:aws:iam::${ACCOUNT}:user/${name}` });

const role =
  (name: string): Caller =>
  ({ client, attempt }) => ({
    cognitoIdentity: null,
    userArn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/session-${client}-${attempt}`,
  });

/** All people of a Cognito identity pool have one role. */
const identity =
  (name: string): Caller =>
  () => ({
    cognitoIdentity: {
      amr: ["authenticated"],
      identityId: `eu-central-1:${name}`,
      identityPoolId: "eu-central-1:pool",
    },
    userArn: `arn:aws:sts::${ACCOUNT}:assumed-role/pool/CognitoIdentityCredentials`,
  });
