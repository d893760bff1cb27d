import { environmentOf } from "../../src/local/dynamodb.ts";

/** The variables that Lambda sets, and those that template.yaml and a Powertools project set. The table is the stub at `endpoint`. */
export const functionEnvironment = (endpoint: string): Readonly<Record<string, string>> => ({
  ...environmentOf(endpoint, LOG),
  AWS_SESSION_TOKEN: "local",
  AWS_LAMBDA_FUNCTION_NAME: "bench",
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  IDEMPOTENCY_TABLE_NAME: IDEMPOTENCY,
  SCHEDULE_EXPRESSION: "rate(1 hour)",
  SCHEDULE_NAME: "Fire",
});

/** The table of the log, and that of Powertools' idempotency. */
export const LOG = "log";
const IDEMPOTENCY = "idempotency";
