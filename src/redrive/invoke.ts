import { GetFunctionConfigurationCommand, InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { clientContextOf } from "../middleware/originalRequestId.ts";
import type { Message } from "./deadLetter.ts";
import type { Services } from "./redrive.ts";

/**
 * Invokes functions of Tributary whose failures go to the place that is redriven. A message can name any function. So every other
 * function is refused, and is not invoked. `goesHere` says whether the failures of a function go to the place; it is asked once for
 * each function. `place` is the name of the place in an error: `queue`. When `signal` is aborted, no answer is waited for.
 */
export const invokeOnly = (
  lambda: LambdaClient,
  {
    place,
    goesHere,
    signal,
  }: {
    readonly place: string;
    readonly goesHere: (functionArn: string) => Promise<boolean>;
    readonly signal?: AbortSignal | undefined;
  },
): Services<Message>["invoke"] => {
  const checked = new Map<string, Promise<void>>();
  const check = async (functionArn: string): Promise<void> => {
    if (!(await goesHere(functionArn)))
      throw new Error(
        `The message names a function whose failures do not go to this ${place}. The function was not invoked`,
      );
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionArn }));
    if (Environment?.Variables?.["TABLE_NAME"] === undefined)
      throw new Error("The function has no TABLE_NAME, so it is no function of Tributary. It was not invoked");
  };
  return async ({ functionArn, event, requestId }) => {
    const result = checked.get(functionArn) ?? check(functionArn);
    checked.set(functionArn, result);
    await result;
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({
        FunctionName: functionArn,
        Payload: JSON.stringify(event),
        ClientContext: Buffer.from(JSON.stringify(clientContextOf(requestId))).toString("base64"),
      }),
      signal && { abortSignal: signal },
    );
    const answer = Buffer.from(Payload ?? []).toString();
    if (FunctionError !== undefined) throw new Error(`${FunctionError}: ${answer}`);
    return JSON.parse(answer || "null");
  };
};
