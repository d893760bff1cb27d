import { expect, test } from "vitest";
import { startHere } from "./here.ts";
import { newProject, oneFunction } from "./project.ts";

const CODE = "export const handler = async () => process.env;";
const more = `
      Layers: [arn:aws:lambda:eu-central-1:1:layer:x:1]
      MemorySize: 256
      Environment: { Variables: { KEPT: yes, UNKNOWN: !ImportValue other-stack-table } }
  Machine: { Type: AWS::StepFunctions::StateMachine, Properties: { DefinitionUri: x } }
  Inline: { Type: AWS::Serverless::Function, Properties: { InlineCode: "x", Handler: index.handler, Runtime: nodejs24.x } }
`;

test("each property of the template is honored, approximated or ignored, and the report says so", async () => {
  const { url, text } = await startHere(newProject(oneFunction(CODE, more)), "--memory");
  const report = text();
  const [, honored = "", approximated = "", ignored = ""] =
    /honored: \d+\n(.*)approximated: \d+\n(.*)ignored: \d+\n(.*?)\n\n/s.exec(report) ?? [];
  expect(honored).toMatch(/AWS::Serverless::Function: .*Handler/);
  expect(honored).toContain("event HttpApi: Method, Path");
  expect(approximated).toContain("AWS::Serverless::Function.MemorySize: it limits the JavaScript heap of the function");
  expect(ignored).toContain(
    "AWS::Serverless::Function.Layers, AWS::Serverless::Function.InlineCode: the local system does not know this property",
  );
  expect(ignored).toContain("AWS::StepFunctions::StateMachine: the local system does not have this type");
  expect(ignored).toContain(
    "Fn.Environment.Variables.UNKNOWN: !ImportValue other-stack-table is known only to CloudFormation, so the property is left out",
  );
  expect(ignored).toContain("Inline: the function does not run here: its code is in the template, as InlineCode");
  expect(await (await fetch(`${url}/_local/parity`)).text()).toBe(report.slice(0, report.indexOf("\n\n") + 1));
  const environment = JSON.parse(await (await fetch(`${url}/x`)).text());
  expect([environment.KEPT, environment.UNKNOWN]).toEqual(["yes", undefined]);
});

test("a failure destination that the local system does not have is ignored", async () => {
  const files = oneFunction(
    CODE,
    `        Read: { Type: Kinesis, Properties: { Stream: arn:aws:kinesis:x:1:stream/s, DestinationConfig: { OnFailure: { Type: SQS, Destination: arn:aws:sqs:eu-central-1:1:elsewhere } } } }
      EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SNS, Destination: !Ref News } } }
  News: { Type: AWS::SNS::Topic }
  Kept: { Type: AWS::Serverless::Function, Properties: { Handler: fn.handler, Runtime: nodejs24.x, CodeUri: dist/fn, EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS } } } } }`,
  );
  const refusal = await startHere(newProject(files), "--memory", "--strict").catch(String);
  const lost = "a failed event is lost: only the queues and the buckets of the template are destinations here";
  expect(refusal).toContain(`Fn.EventInvokeConfig.DestinationConfig.OnFailure: ${lost}`);
  expect(refusal).toContain(`Fn.Events.Read.DestinationConfig: ${lost}`);
  expect(refusal).not.toContain("Kept.EventInvokeConfig");
});

test("--strict fails on what is ignored, unless the template says that it knows it", async () => {
  const files = oneFunction(
    CODE,
    "      Layers: [arn:aws:lambda:eu-central-1:1:layer:x:1]\n      Description: harmless",
  );
  const refusal = await startHere(newProject(files), "--memory", "--strict").catch(String);
  expect(refusal).toContain("Fn.Layers: the local system does not know this property");
  expect(refusal).not.toContain("Description");
  const template = `Metadata: { Tributary: { IgnoredLocally: [AWS::Serverless::Function.Layers] } }\n${files["template.yaml"]}`;
  const known = await startHere(newProject({ ...files, "template.yaml": template }), "--memory", "--strict");
  expect(known.url).toBeDefined();
});
