import { randomUUID } from "node:crypto";
import type { LambdaContext, LambdaHandler } from "../middleware/lambda.ts";

const TIMEOUT_MS = 30_000;

/**
 * Invokes a function as Lambda does: with a copy of the event, and a context of its own. `context` replaces parts of it, as in
 * `{ awsRequestId: "tried twice" }` for an event that Lambda delivers again.
 *
 * @example
 * import { defineStreams, schedule } from "tributary";
 * import { invoke, memoryLog } from "tributary/testing";
 *
 * const { onEvent } = memoryLog(defineStreams({ firings: {} }));
 * const report = await invoke(onEvent(schedule("firings")), { scheduleArn: "arn:aws:scheduler:…", scheduledTime: "2026-01-31T12:00:00Z" });
 * console.log(report.ids);
 */
export const invoke = async <Answer>(
  handler: LambdaHandler<Answer>,
  event: unknown,
  context: Partial<LambdaContext> = {},
): Promise<Answer> => {
  if (event === undefined) throw new Error("The event is undefined. Is there a fixture of this name in the folder?");
  const end = Date.now() + TIMEOUT_MS;
  return handler(JSON.parse(JSON.stringify(event)), {
    functionName: "test",
    invokedFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:test",
    awsRequestId: randomUUID(),
    getRemainingTimeInMillis: () => end - Date.now(),
    ...context,
  });
};
