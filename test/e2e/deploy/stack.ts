import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import { ok } from "../ok.ts";

export interface Stack {
  readonly outputs: Readonly<Record<"ApiId" | "ApiUrl" | "BucketName" | "FailureQueueUrl" | "TableName", string>>;
  /** The names of the resources, by logical id. */
  readonly resources: Readonly<Record<string, string>>;
}

/** The outputs and resources of a stack, from the SAM CLI. */
export const stackOf = async (name: string): Promise<Stack> => {
  const resources = await list(
    "resources",
    name,
    z.object({ LogicalResourceId: z.string(), PhysicalResourceId: z.string() }),
  );
  return {
    outputs: Outputs.parse(await outputsOf(name)),
    resources: Object.fromEntries(
      resources.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
    ),
  };
};

/** The outputs of a stack by their names, from the SAM CLI. */
export const outputsOf = async (name: string): Promise<Readonly<Record<string, string>>> => {
  const outputs = await list("stack-outputs", name, z.object({ OutputKey: z.string(), OutputValue: z.string() }));
  return Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
};

/** Deploys dist/ and template.yaml of the current folder, with its samconfig.toml. */
export const deploy = async (name: string, ...options: readonly string[]): Promise<void> => {
  await sam("deploy", "--stack-name", name, "--no-confirm-changeset", ...options);
  ok(`sam ${["deploy", "--stack-name", name, ...options].join(" ")}`);
};

export const destroy = async (name: string): Promise<void> => {
  await sam("delete", "--stack-name", name, "--no-prompts");
  ok(`sam delete --stack-name ${name}`);
};

const run = promisify(execFile);

const sam = async (...args: readonly string[]): Promise<string> => (await run("sam", args)).stdout;

const Outputs = z.object({
  ApiId: z.string(),
  ApiUrl: z.string(),
  BucketName: z.string(),
  FailureQueueUrl: z.string(),
  TableName: z.string(),
});

const list = async <T>(
  what: "stack-outputs" | "resources",
  name: string,
  schema: z.ZodType<T>,
): Promise<readonly T[]> =>
  z.array(schema).parse(JSON.parse(await sam("list", what, "--stack-name", name, "--output", "json")));
