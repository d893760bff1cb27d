import { expect, test } from "vitest";
import { indexes } from "../../src/log/table.ts";
import { ofType, only } from "./template.ts";

const outlivesTheStack = { DeletionPolicy: "RetainExceptOnCreate", UpdateReplacePolicy: "Retain" };

test("the table is paid by request, forgets what has expired, can be restored, is encrypted, and outlives the stack", () => {
  expect(only("AWS::DynamoDB::Table")).toMatchObject({
    ...outlivesTheStack,
    Properties: {
      BillingMode: "PAY_PER_REQUEST",
      TimeToLiveSpecification: { AttributeName: "expiresat", Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      GlobalSecondaryIndexes: [{ IndexName: indexes.bySubject }, { IndexName: indexes.byArrival }],
    },
  });
});

test("the bucket is private, encrypted, and outlives the stack", () => {
  expect(only("AWS::S3::Bucket")).toMatchObject({
    ...outlivesTheStack,
    Properties: {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    },
  });
});

test("the bucket answers over TLS alone", () => {
  const bucket = only("AWS::S3::Bucket").id;
  expect(only("AWS::S3::BucketPolicy").Properties).toMatchObject({
    Bucket: { Ref: bucket },
    PolicyDocument: {
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [{ GetAtt: `${bucket}.Arn` }, { Sub: `\${${bucket}.Arn}/*` }],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    },
  });
});

test("every log group forgets", () => {
  const groups = ofType("AWS::Logs::LogGroup");
  expect(groups.map(({ id }) => id)).toEqual(["FunctionLogs", "AccessLogs"]);
  for (const { id, Properties } of groups) expect(Properties["RetentionInDays"], id).toBe(30);
});
