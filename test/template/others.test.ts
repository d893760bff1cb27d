import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { readTemplate } from "../../src/local/template.ts";
import { functions, resource, stackOf, templateText } from "./template.ts";

// Resources that a project may add to the template. They come before the log's own resources of the same types.
const OTHERS = `
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Join ["-", [!Ref AWS::StackName, orders]]
      AttributeDefinitions: [{ AttributeName: order, AttributeType: S }]
      KeySchema: [{ AttributeName: order, KeyType: HASH }]
  OrderQueue:
    Type: AWS::SQS::Queue
  Pictures:
    Type: AWS::S3::Bucket
    Properties: { BucketName: !Sub ["\${Name}-pictures", { Name: !Ref AWS::StackName }] }
  OrderFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: dist/orders
      Handler: orders.handler
      Role: !GetAtt TriggerRole.Arn
      Events:
        Order: { Type: SQS, Properties: { Queue: !GetAtt OrderQueue.Arn } }
        GetOrder: { Type: HttpApi, Properties: { ApiId: !Ref HttpApi, Method: GET, Path: "/orders/{id}" } }
`;
const text = templateText.replace(/^Resources:\n/m, `Resources:\n${OTHERS}\n`);

/** A file with this text. It is deleted when the test ends. */
const fileOf = (text: string): URL => {
  const folder = mkdtempSync(join(tmpdir(), "template-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "template.yaml");
  writeFileSync(file, text);
  return pathToFileURL(file);
};

const INLINE = `
  InlineFunction:
    Type: AWS::Serverless::Function
    Properties: { InlineCode: "exports.handler = () => {}", Handler: index.handler, Runtime: nodejs24.x }
`;

test("the local system finds the log's table and routes in a template with more resources", () => {
  const { table, routes } = readTemplate();
  expect(readTemplate(fileOf(text.replace(/^Resources:\n/m, `Resources:\n${INLINE}`)))).toEqual({
    table,
    routes: [{ method: "GET", path: "/orders/{id}", handler: "orders" }, ...routes],
  });
});

test("a template without the log's table gets an error that names its logical id", () => {
  const file = fileOf(text.replace(/^ {2}Table:$/m, "  Log:"));
  expect(() => readTemplate(file)).toThrow('template.yaml has no resource with the logical id "Table"');
});

test("the tests of the template find the log's resources among other resources", () => {
  const other = stackOf(text);
  for (const id of ["Table", "FailureQueue", "Bucket"]) expect(other.resource(id)).toEqual(resource(id));
  expect(other.functions.map(({ id }) => id)).toEqual(["OrderFunction", ...functions.map(({ id }) => id)]);
  expect(other.functions[0]).toMatchObject({ name: "orders", role: "TriggerRole", isAsynchronous: false });
});
