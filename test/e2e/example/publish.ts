import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Publishes a message to an SNS topic with curl. */
export const publish = async (topicArn: string, message: string): Promise<void> => {
  const { AWS_ENDPOINT_URL = "", AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  const form = { Action: "Publish", Version: "2010-03-31", TopicArn: topicArn, Message: message };
  await promisify(execFile)("curl", [
    ...["-sS", "--fail-with-body", "--aws-sigv4", `aws:amz:${AWS_REGION}:sns`],
    ...["--user", `${AWS_ACCESS_KEY_ID}:${AWS_SECRET_ACCESS_KEY}`],
    ...Object.entries(form).flatMap(([name, value]) => ["--data-urlencode", `${name}=${value}`]),
    AWS_ENDPOINT_URL,
  ]);
};
