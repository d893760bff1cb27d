import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand, type Rule } from "@aws-sdk/client-eventbridge";
import { GetFunctionConfigurationCommand, LambdaClient, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import type { Aws } from "../api/aws.ts";
import { takesFrom } from "./takesFrom.ts";

/** A rule that takes the events of a bucket. */
export interface BucketRule {
  readonly name: string;
  /** The functions of the log to which it gives them, itself or by a queue. */
  readonly functions: readonly string[];
  /** The targets that may give them to somebody else: topics, buses and streams. */
  readonly others: readonly string[];
}

/** The rules that take the events of a bucket, and what they do with them. S3 sends events only to the default bus. */
export const rulesOf = async (aws: Aws, bucket: string, table: string | undefined): Promise<readonly BucketRule[]> => {
  const client = new EventBridgeClient(aws);
  const lambda = new LambdaClient(aws);
  const rules = (await rulesIn(client)).filter(
    ({ State, EventPattern }) => State !== "DISABLED" && EventPattern !== undefined && takesFrom(EventPattern, bucket),
  );
  const writes = async (FunctionName: string): Promise<boolean> => {
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const found = Environment?.Variables?.["TABLE_NAME"];
    return found !== undefined && (table === undefined || found === table);
  };
  const functionsBehind = async (arn: string): Promise<readonly string[]> => {
    const service = arn.split(":")[2];
    if (service === "lambda") return [arn];
    if (service !== "sqs") return [];
    const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn: arn }));
    return EventSourceMappings.flatMap(({ FunctionArn }) => FunctionArn ?? []);
  };
  return Promise.all(
    rules.map(async ({ Name = "" }) => {
      const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: Name }));
      const arns = Targets.flatMap(({ Arn }) => Arn ?? []);
      const functions: string[] = [];
      for (const arn of (await Promise.all(arns.map(functionsBehind))).flat())
        if (await writes(arn)) functions.push(arn.split(":")[6] ?? arn);
      return { name: Name, functions, others: arns.filter((arn) => FORWARDING.has(arn.split(":")[2] ?? "")) };
    }),
  );
};

const FORWARDING: ReadonlySet<string> = new Set(["sns", "events", "kinesis"]);

const rulesIn = async (client: EventBridgeClient): Promise<readonly Rule[]> => {
  const found: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListRulesCommand({ NextToken }));
    found.push(...(page.Rules ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
};
