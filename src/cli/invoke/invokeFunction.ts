import { CloudFormationClient, DescribeStackResourceCommand } from "@aws-sdk/client-cloudformation";
import { InvokeCommand, LambdaClient, type LambdaClientConfig } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { errorText } from "../../log/errorText.ts";
import { parseExact } from "../../log/exactNumbers.ts";
import { type Aws, awsFor } from "../api/aws.ts";
import type { Api } from "../api/client.ts";
import type { Context } from "../context.ts";
import { failure } from "../failure.ts";
import type { Connection } from "../flags/connection.ts";

interface Call extends Connection {
  /** A logical id, a name or an ARN. */
  readonly name: string;
  /** JSON text. */
  readonly event: string;
}

const Thrown = z.object({ errorType: z.string().optional(), errorMessage: z.string() });

/**
 * Invokes a function of the local stack, or of AWS with the user's credentials, and waits for its answer. `error` is set if the function
 * threw. Throws a Failure if it could not be invoked.
 */
export const invokeFunction = async (
  context: Context,
  { url, isLocal }: Pick<Api, "url" | "isLocal">,
  { name, event, ...connection }: Call,
): Promise<{ readonly answer: unknown; readonly error?: string }> => {
  const aws = awsFor(context, connection);
  const [client, functionName] = isLocal
    ? [new LambdaClient(localSettings(url)), name]
    : [new LambdaClient(aws), connection.stack === undefined ? name : await physicalName(aws, connection.stack, name)];
  const result = await client
    .send(new InvokeCommand({ FunctionName: functionName, Payload: event }), { abortSignal: context.signal })
    .catch((thrown: unknown) => {
      throw failure(`${name} could not be invoked: ${errorText(thrown)}`, thrown);
    });
  const answer = parseExact(Buffer.from(result.Payload ?? []).toString() || "null");
  if (result.FunctionError === undefined) return { answer };
  const thrown = Thrown.safeParse(answer);
  return {
    answer,
    error: thrown.success
      ? [thrown.data.errorType, thrown.data.errorMessage].filter(Boolean).join(": ")
      : result.FunctionError,
  };
};

// The local stack has Lambda's API Invoke, and checks no credentials.
const localSettings = (endpoint: string): LambdaClientConfig => ({
  endpoint,
  region: "local",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
});

/** The name of the function with this logical id in the stack. Whatever is no logical id there is a name already. */
const physicalName = async (aws: Aws, stack: string, name: string): Promise<string> => {
  const client = new CloudFormationClient(aws);
  const resource = await client
    .send(new DescribeStackResourceCommand({ StackName: stack, LogicalResourceId: name }))
    .catch(() => undefined);
  return resource?.StackResourceDetail?.PhysicalResourceId ?? name;
};
