import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import * as z from "zod";
import { errorText } from "../../log/errorText.ts";
import type { Context } from "../context.ts";
import { failure } from "../failure.ts";
import type { Aws } from "./aws.ts";
import { noCredentials } from "./problems.ts";

/** A deployed stack. */
export interface Stack {
  readonly name: string;
  readonly region: string;
  readonly outputs: z.infer<typeof Outputs>;
  readonly parameters: Readonly<Record<string, string>>;
}

const Outputs = z.object({
  ApiUrl: z.string().transform((url) => url.replace(/\/$/, "")),
  ApiId: z.string().optional(),
  BucketName: z.string().optional(),
  TableName: z.string().optional(),
  FailureQueueUrl: z.string().optional(),
});

/** Reads the outputs and parameters of a stack with the user's credentials. Throws a Failure. */
export const findStack = async ({ signal }: Context, aws: Aws, name: string): Promise<Stack> => {
  const client = new CloudFormationClient(aws);
  const region = await regionOf(client, name);
  const answer = await client
    .send(new DescribeStacksCommand({ StackName: name }), { abortSignal: signal })
    .catch((thrown: unknown) => {
      if (thrown instanceof Error && thrown.name === "CredentialsProviderError") throw noCredentials(thrown);
      throw failure(
        `The stack ${name} in ${region} could not be read: ${errorText(thrown)}. Check its name, --region and --profile, or give the API's --url`,
        thrown,
      );
    });
  const [stack] = answer.Stacks ?? [];
  const outputs = Outputs.safeParse(
    Object.fromEntries((stack?.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue])),
  );
  if (!outputs.success)
    throw failure(
      `The stack ${name} in ${region} has no output ApiUrl, so it is no log: name another stack, or give --url`,
    );
  return {
    name,
    region,
    outputs: outputs.data,
    parameters: Object.fromEntries(
      (stack?.Parameters ?? []).map(({ ParameterKey = "", ParameterValue = "" }) => [ParameterKey, ParameterValue]),
    ),
  };
};

const regionOf = async (client: CloudFormationClient, name: string): Promise<string> => {
  try {
    return await client.config.region();
  } catch (thrown) {
    throw failure(`No Region is set, so the stack ${name} cannot be found: add --region, or set AWS_REGION`, thrown);
  }
};
