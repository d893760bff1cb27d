import type { FunctionSettings } from "../project/functions.ts";

interface Endpoints {
  /** The URL of the local system. */
  readonly url: string;
  /** The folder of the template. */
  readonly folder: string;
  readonly dynamoDb: string;
  readonly s3: string;
  readonly region: string;
  readonly credentials: Readonly<Record<string, string>>;
}

/**
 * The environment of a function: what Lambda sets, what the template sets, and the endpoints of the local services. A call to a service
 * that the local system does not have gets a clear error, and never reaches AWS. An empty variable of the template sets nothing.
 */
export const environmentFor = (
  { id, name, handler, memoryMb, environment, runtime }: FunctionSettings,
  { url, folder, dynamoDb, s3, region, credentials }: Endpoints,
): Readonly<Record<string, string>> => ({
  PATH: process.env["PATH"] ?? "",
  LANG: "en_US.UTF-8",
  TZ: ":UTC",
  LAMBDA_TASK_ROOT: folder,
  _HANDLER: handler,
  AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: id,
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  ...credentials,
  AWS_ENDPOINT_URL: `${url}/_local/aws`,
  AWS_ENDPOINT_URL_LAMBDA: url,
  AWS_ENDPOINT_URL_S3: s3,
  ...Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== "")),
  AWS_ENDPOINT_URL_DYNAMODB: dynamoDb,
});

/** The credentials of the functions: any for the local DynamoDB, and those of the caller for another one. */
export const credentialsFor = (endpoint: string | undefined): Readonly<Record<string, string>> => {
  const own = Object.fromEntries(
    ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return endpoint !== undefined && "AWS_ACCESS_KEY_ID" in own
    ? own
    : { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" };
};
