import { CloudWatchClient, DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { type Finding, orOk, wrong } from "./finding.ts";
import type { Deployed } from "./ofStack.ts";

const MOST_NAMES = 100; // in one request of DescribeAlarms

/** Every alarm of the stack must tell somebody, and none may be on. */
export const alarms = async ({ aws, resources }: Deployed): Promise<readonly Omit<Finding, "check">[]> => {
  const names = await resources("AWS::CloudWatch::Alarm");
  if (names.length === 0) return [wrong("The stack has no alarms, so nobody hears when events are lost")];
  const client = new CloudWatchClient(aws);
  const found: MetricAlarm[] = [];
  for (let start = 0; start < names.length; start += MOST_NAMES) {
    const page = await client.send(new DescribeAlarmsCommand({ AlarmNames: names.slice(start, start + MOST_NAMES) }));
    found.push(...(page.MetricAlarms ?? []));
  }
  const silent = found.filter(
    ({ AlarmActions = [], ActionsEnabled }) => AlarmActions.length === 0 || ActionsEnabled === false,
  );
  const on = found.filter(({ StateValue }) => StateValue === "ALARM");
  return orOk(
    [
      ...(silent.length === 0
        ? []
        : [
            wrong(
              `${silent.length} of ${found.length} alarms tell nobody: deploy the stack with the parameter AlarmTopicArn`,
            ),
          ]),
      ...on.map(({ AlarmName, AlarmDescription = "" }) => wrong(`${AlarmName} is on. ${AlarmDescription}`)),
    ],
    `${found.length} alarms tell a topic, and none is on`,
  );
};
