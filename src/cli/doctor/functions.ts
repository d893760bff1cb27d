import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { type Finding, orOk, wrong } from "./finding.ts";
import type { Deployed } from "./ofStack.ts";
import { shardFaults } from "./shardFaults.ts";

// The settings that all functions of a log must share.
const SHARED = ["TABLE_NAME", "SHARDS", "RETENTION_DAYS"];

/** The functions of a log must share its table, its shard schedule and its retention. */
export const functions = async ({
  aws,
  resources,
  nextShards,
  now,
}: Deployed): Promise<readonly Omit<Finding, "check">[]> => {
  const client = new LambdaClient(aws);
  const names = await resources("AWS::Lambda::Function");
  const configurations = await Promise.all(
    names.map((FunctionName) => client.send(new GetFunctionConfigurationCommand({ FunctionName }))),
  );
  const ofLog = configurations
    .map(({ FunctionName = "", Environment }) => ({ name: FunctionName, settings: Environment?.Variables ?? {} }))
    .filter(({ settings }) => settings["TABLE_NAME"] !== undefined);
  if (ofLog.length === 0) return [wrong("No function of the stack has a TABLE_NAME, so nothing is logged")];
  const different = SHARED.flatMap((setting) => {
    const byValue = Map.groupBy(ofLog, ({ settings }) => settings[setting] ?? "");
    if (byValue.size <= 1) return [];
    const told = [...byValue].map(([value, group]) => `"${value}" in ${group.map(({ name }) => name).join(", ")}`);
    return [wrong(`${setting} is ${told.join("; and ")}: deploy the stack again, or entries are not found`)];
  });
  const shards = ofLog[0]?.settings["SHARDS"] ?? "1";
  return orOk(
    [...different, ...shardFaults(shards, nextShards, now).map(wrong)],
    `${ofLog.length} functions share one table, and the shard schedule ${shards}`,
  );
};
