import * as z from "zod";
import { S3Error } from "./s3Error.ts";

/**
 * Checks the policy of a form: its expiration and its conditions. Its signature is not verified. `now` is in ms since 1970, `size` of
 * the file in bytes. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export const checkPolicy = (
  policy: string | undefined,
  fields: Readonly<Record<string, string>>,
  { size, now }: { readonly size: number; readonly now: number },
): void => {
  if (policy === undefined) return;
  const { expiration, conditions } = read(policy);
  if (!(Date.parse(expiration) > now)) throw denied("Policy expired.");
  for (const condition of conditions) check(condition, fields, size);
};

const Condition = z.union([
  z.tuple([z.literal("content-length-range"), z.coerce.number(), z.coerce.number()]),
  z.tuple([z.enum(["eq", "starts-with"]), z.string().startsWith("$"), z.string()]),
  z.record(z.string(), z.string()).transform((map) => Object.entries(map)),
]);
const Policy = z.object({ expiration: z.string(), conditions: z.array(Condition) });

const read = (policy: string): z.infer<typeof Policy> => {
  try {
    return Policy.parse(JSON.parse(Buffer.from(policy, "base64").toString()));
  } catch {
    throw new S3Error(
      400,
      "InvalidPolicyDocument",
      "The content of the form does not meet the conditions specified in the policy document.",
    );
  }
};

const check = (condition: z.infer<typeof Condition>, fields: Readonly<Record<string, string>>, size: number): void => {
  const [kind, first, last] = condition;
  if (kind === "content-length-range") {
    if (size < Number(first))
      throw new S3Error(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
    if (size > Number(last))
      throw new S3Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
  } else if (kind === "eq" || kind === "starts-with") {
    const value = fields[String(first).slice(1).toLowerCase()] ?? "";
    if (kind === "eq" ? value !== last : !value.startsWith(String(last))) throw failed(condition);
  } else
    for (const [name, value] of z.array(z.tuple([z.string(), z.string()])).parse(condition))
      if (fields[name.toLowerCase()] !== value) throw failed({ [name]: value });
};

const failed = (condition: unknown) =>
  denied(`Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`);
const denied = (message: string) => new S3Error(403, "AccessDenied", message);
