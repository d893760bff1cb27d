import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";

const TIMEOUT_MS = 30_000;

/** The context that Lambda gives an invocation of the function with this name. */
export const contextOf = (functionName: string, timeoutMs = TIMEOUT_MS): Context => {
  const end = Date.now() + timeoutMs;
  return {
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:123456789012:function:${functionName}`,
    memoryLimitInMB: "256",
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => end - Date.now(),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
};
