import * as z from "zod";
import type { Extensions } from "../../log/entry.ts";
import { attributeFault } from "../../log/fields.ts";
import { lazy } from "../../log/lazy.ts";
import { textAt } from "../../log/textAt.ts";

/** Who sent a request. The first part is the kind of credentials, so that principals of two kinds are never equal. */
export type Principal = readonly [kind: "iam" | "cognito" | "jwt" | "lambda" | "none", ...names: string[]];

/**
 * The principal of a request, from `requestContext.authorizer` of payload format 2.0. It is the same in all sessions of a caller, so
 * the session name of an assumed role is left out. In IAM Identity Center that name is the person, so it is kept there.
 */
export const principalOf = (authorizer: unknown): Principal => {
  const identityId = textAt(authorizer, "iam", "cognitoIdentity", "identityId");
  if (identityId !== undefined) return ["cognito", identityId]; // all people of an identity pool use the same role
  const userArn = textAt(authorizer, "iam", "userArn");
  if (userArn !== undefined) return ["iam", withoutSession(userArn)];
  const claims = Jwt().safeParse(authorizer).data?.jwt.claims;
  const [name, subject] = claims?.sub ? ["sub", claims.sub] : ["client_id", claims?.client_id];
  if (claims !== undefined && name !== undefined && subject) return ["jwt", claims.iss ?? "", name, subject];
  const principalId = Lambda().safeParse(authorizer).data?.lambda.principalId;
  return principalId === undefined ? ["none"] : ["lambda", String(principalId)];
};

/** The extensions that say who sent a request: the principal with its kind, and the IP address. Both are personal data. */
export const senderOf = (principal: Principal, sourceIp: string | null | undefined): Extensions => ({
  ...(principal[0] !== "none" && { principal: asAttribute(principal.join(" ")) }),
  ...(sourceIp && { sourceip: asAttribute(sourceIp) }),
});

// Only the deployer's own Lambda authorizer can give a principal a name that no attribute can hold.
const asAttribute = (text: string): string =>
  attributeFault(text) === undefined ? text : encodeURIComponent(text.toWellFormed());

const Jwt = lazy(() =>
  z.object({
    jwt: z.object({
      claims: z.object({ iss: z.string().optional(), sub: z.string().optional(), client_id: z.string().optional() }),
    }),
  }),
);
const Lambda = lazy(() => z.object({ lambda: z.object({ principalId: z.union([z.string().min(1), z.number()]) }) }));

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
const ASSUMED_ROLE = /^(arn:[^:]*:sts:[^:]*:[^:]*:assumed-role\/(?:[^/]+\/)*?([^/]+))\/[^/]+$/;

const withoutSession = (userArn: string): string => {
  const [, role, name = ""] = ASSUMED_ROLE.exec(userArn) ?? [];
  return role === undefined || name.startsWith("AWSReservedSSO_") ? userArn : role;
};
