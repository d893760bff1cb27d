/** The parts of an ARN, `arn:<partition>:<service>:<region>:<account>:<resource>`: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export const partitionOf = (arn: string): string => arn.split(":")[1] ?? "aws";

export const regionOf = (arn: string): string => arn.split(":")[3] ?? "";

/** The last segment of an ARN. For a rule or a schedule, this is its name. */
export const nameOf = (arn: string): string => arn.split("/").at(-1) ?? arn;
