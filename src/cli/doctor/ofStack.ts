import {
  CloudFormationClient,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from "@aws-sdk/client-cloudformation";
import type { Aws } from "../api/aws.ts";
import type { Stack } from "../api/stack.ts";
import { alarms } from "./alarms.ts";
import { bucket } from "./bucket.ts";
import { type Finding, findingsOf } from "./finding.ts";
import { functions } from "./functions.ts";
import { queue } from "./queue.ts";
import { table } from "./table.ts";

/** What a check may look at. */
export interface Deployed {
  readonly aws: Aws;
  readonly stack: Stack;
  /** The physical ids of the stack's resources of this type, as in `AWS::Lambda::Function`. */
  readonly resources: (type: string) => Promise<readonly string[]>;
  /** A shard schedule that is to be deployed next, if there is one. */
  readonly nextShards?: string | undefined;
  /** ms since 1970. */
  readonly now: number;
}

const checks = { functions, table, alarms, queue, bucket };

/** What the stack's resources say. Every check reads only. */
export const ofStack = async (deployed: Omit<Deployed, "resources">): Promise<readonly Finding[]> => {
  let all: Promise<readonly StackResourceSummary[]> | undefined;
  const resources: Deployed["resources"] = async (type) => {
    all ??= allResources(deployed.aws, deployed.stack.name);
    return (await all).flatMap((one) =>
      one.ResourceType === type && one.PhysicalResourceId ? [one.PhysicalResourceId] : [],
    );
  };
  const findings = Object.entries(checks).map(([name, check]) =>
    findingsOf(name, () => check({ ...deployed, resources })),
  );
  return (await Promise.all(findings)).flat();
};

const allResources = async (aws: Aws, StackName: string): Promise<readonly StackResourceSummary[]> => {
  const client = new CloudFormationClient(aws);
  const found: StackResourceSummary[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListStackResourcesCommand({ StackName, NextToken }));
    found.push(...(page.StackResourceSummaries ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
};
