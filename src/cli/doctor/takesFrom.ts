import * as z from "zod";

const Values = z.array(z.unknown()).optional().catch(undefined);
const Pattern = z.object({
  source: Values,
  "detail-type": Values,
  detail: z
    .object({ bucket: z.object({ name: Values }).optional() })
    .optional()
    .catch(undefined),
});
// The events of a bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
// `AWS API Call via CloudTrail` has the same source, but it is no event of a bucket.
const DETAIL_TYPES = [
  ...["Object Created", "Object Deleted", "Object ACL Updated", "Object Tags Added", "Object Tags Deleted"],
  ...["Object Restore Initiated", "Object Restore Completed", "Object Restore Expired"],
  ...["Object Storage Class Changed", "Object Access Tier Changed"],
];

/**
 * Whether the pattern of a rule (JSON text) may take events that S3 sends from this bucket. It reads only source, detail type and the
 * name of the bucket. What it does not know, as `anything-but`, may match.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const takesFrom = (pattern: string, bucket: string): boolean => {
  const { source, "detail-type": type, detail } = Pattern.parse(JSON.parse(pattern));
  return (
    mayMatch(source, "aws.s3") &&
    DETAIL_TYPES.some((one) => mayMatch(type, one)) &&
    mayMatch(detail?.bucket?.name, bucket)
  );
};

const mayMatch = (values: readonly unknown[] | undefined, text: string): boolean =>
  values === undefined || values.some((value) => (typeof value === "string" ? value === text : mayTake(value, text)));

const Ends = z.object({ prefix: z.string().optional(), suffix: z.string().optional() });

const mayTake = (operator: unknown, text: string): boolean => {
  const { prefix = "", suffix = "" } = Ends.safeParse(operator).data ?? {};
  return text.startsWith(prefix) && text.endsWith(suffix);
};
