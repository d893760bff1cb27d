import { expect, test } from "vitest";
import { indexes } from "../../src/log/table.ts";
import { ofType, resource } from "./template.ts";

const outlivesTheStack = { DeletionPolicy: "RetainExceptOnCreate", UpdateReplacePolicy: "Retain" };

test("the table is paid per request, deletes expired items, has backups and encryption, and stays when the stack is deleted", () => {
  expect(resource("Table")).toMatchObject({
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

test("the bucket is private and encrypted, and stays when the stack is deleted", () => {
  expect(resource("Bucket")).toMatchObject({
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

test("the failure queue stays when the stack is deleted, so that no failed event is lost", () => {
  expect(resource("FailureQueue")).toMatchObject(outlivesTheStack);
});

test("the bucket accepts only requests over TLS", () => {
  expect(resource("BucketPolicy").Properties).toMatchObject({
    Bucket: { Ref: "Bucket" },
    PolicyDocument: {
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [{ GetAtt: "Bucket.Arn" }, { Sub: `\${Bucket.Arn}/*` }],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    },
  });
});

test.each(ofType("AWS::Logs::LogGroup"))("the log group $id keeps its lines for 30 days", ({ Properties }) =>
  expect(Properties["RetentionInDays"]).toBe(30),
);
