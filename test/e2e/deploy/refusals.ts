import assert from "node:assert/strict";
import { ok } from "../ok.ts";
import { deploy, type Stack, stackOf } from "./stack.ts";

const refused = [
  ["RetentionDays=0.5", "must be a whole number of days"],
  ['Shards="1;2027-13-45T00:00:00Z=16"', "must be a number of shards"],
  ['ScheduleExpression="cron(0 8 * * * *)"', "must be an expression of EventBridge Scheduler"],
  ["ReaderConcurrency=-1", "must be a whole number from 0 to 99999"],
  ["AlarmTopicArn=alarms", "must be the ARN of a standard SNS topic"],
] as const;

/** CloudFormation refuses a wrong parameter before it changes the stack. */
export const refusals = async (stack: Stack): Promise<void> => {
  for (const [override, reason] of refused) {
    const deployed = deploy("tributary", "--parameter-overrides", override);
    await assert.rejects(deployed, (error) => String(error).includes(reason), override);
  }
  assert.deepEqual((await stackOf("tributary")).outputs, stack.outputs);
  ok(`a deployment with a wrong parameter is refused: ${refused.map(([override]) => override).join(", ")}`);
};
