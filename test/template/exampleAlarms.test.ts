import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { parseTemplate } from "./template.ts";

const templates = ["template.yaml", "examples/starter/template.yaml", "examples/orders/template.yaml"];
const Template = z.object({
  Parameters: z.record(z.string(), z.unknown()),
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.json()).default({}) }),
  ),
  Outputs: z.record(z.string(), z.unknown()),
});
const Alarm = z.looseObject({ AlarmDescription: z.json(), AlarmActions: z.json() });
const WithSub = z.object({ Sub: z.string() });
const TOPIC = ["HasAlarmTopic", [{ Ref: "AlarmTopicArn" }], { Ref: "AWS::NoValue" }];

describe.each(templates)("%s", (path) => {
  const { Parameters, Resources, Outputs } = Template.parse(
    parseTemplate(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")),
  );
  const ofType = (type: string) => Object.entries(Resources).filter(([, { Type }]) => Type === type);
  const alarms = ofType("AWS::CloudWatch::Alarm").map(([id, { Properties }]) => ({ id, ...Alarm.parse(Properties) }));
  const texts = JSON.stringify(alarms);

  test("every command in the description of an alarm names the stack or the bucket: without a name, it uses the local stack", () => {
    for (const { id, AlarmDescription } of alarms) {
      const text = WithSub.safeParse(AlarmDescription).data?.Sub ?? "";
      const whole = JSON.stringify(AlarmDescription);
      expect(text === "" && whole.includes("npx"), `${id} needs !Sub`).toBe(false);
      for (const [command] of whole.matchAll(/`npx tributary [^`]*`/g))
        expect(command, id).toMatch(/--stack \$\{AWS::StackName\}|--bucket \$\{\w+\}/);
    }
    expect(texts).toContain("npx tributary redrive --stack");
  });

  test("every alarm notifies the topic if there is one", () => {
    expect(Object.keys(Parameters)).toContain("AlarmTopicArn");
    for (const { id, AlarmActions } of alarms) expect(AlarmActions, id).toEqual(TOPIC);
  });

  test("an alarm counts the errors of each function, also if it writes no line", () => {
    for (const [id] of ofType("AWS::Serverless::Function"))
      expect(texts).toContain(
        JSON.stringify({ MetricName: "Errors", Dimensions: [{ Name: "FunctionName", Value: { Ref: id } }] }).slice(
          1,
          -1,
        ),
      );
  });

  test("a bucket that gets failed batches is an output, and an alarm watches what comes into it", () => {
    for (const [id, { Properties }] of ofType("AWS::Serverless::Function"))
      for (const [name, { Properties: source }] of Object.entries(Sources.parse(Properties["Events"] ?? {}))) {
        const failed = source.DestinationConfig?.OnFailure;
        if (failed?.Type !== "S3") continue;
        expect(source.MetricsConfig).toEqual({ Metrics: ["EventCount"] });
        expect(texts).toContain(`{"Name":"EventSourceMappingUUID","Value":{"Ref":"${id}${name}"}}`);
        expect(JSON.stringify(Outputs)).toContain(`{"Ref":"${failed.Destination.GetAtt.replace(/\.Arn$/, "")}"}`);
      }
  });

  test("the table of the log is an output", () => {
    expect(Outputs["TableName"]).toMatchObject({ Value: { Ref: "Table" } });
  });
});

const Sources = z.record(
  z.string(),
  z.object({
    Properties: z
      .object({
        MetricsConfig: z.unknown().optional(),
        DestinationConfig: z
          .object({ OnFailure: z.object({ Type: z.string(), Destination: z.object({ GetAtt: z.string() }) }) })
          .optional(),
      })
      .default({}),
  }),
);
