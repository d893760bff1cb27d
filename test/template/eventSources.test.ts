import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { eventSourceFaults } from "./eventSources.ts";
import { parseTemplate, templateText } from "./template.ts";

const example = readFileSync(new URL("../../examples/orders/template.yaml", import.meta.url), "utf8");

test("the queues and streams of template.yaml and of the example have the settings that they need", () => {
  expect(eventSourceFaults(parseTemplate(templateText))).toEqual([]);
  expect(eventSourceFaults(parseTemplate(example))).toEqual([]);
});

/** The faults of the example after one change of its text. */
const faultsAfter = (from: string | RegExp, to = ""): readonly string[] => {
  const changed = example.replace(from, to);
  expect(changed).not.toBe(example);
  return eventSourceFaults(parseTemplate(changed));
};

describe("a fault is found", () => {
  test.each([
    [
      "a queue without partial answers",
      /(?<=BatchSize: 10\n +)FunctionResponseTypes.*/,
      "OrdersFunction, event Order (SQS): FunctionResponseTypes needs ReportBatchItemFailures",
    ],
    [
      "a stream without partial answers",
      /(?<=BisectBatchOnFunctionError: true\n +)FunctionResponseTypes.*/,
      "InventoryFunction, event Change (DynamoDB): FunctionResponseTypes needs ReportBatchItemFailures",
    ],
    [
      "a stream without a place for what failed",
      /DestinationConfig: \{ OnFailure: \{ Type: S3.*/,
      "DestinationConfig needs OnFailure with Type: S3",
    ],
    ["a stream that retries for ever", /MaximumRetryAttempts: 10/, "set MaximumRetryAttempts"],
    ["a stream that gives up whole batches", /BisectBatchOnFunctionError: true/, "set BisectBatchOnFunctionError"],
    ["a queue without a dead-letter queue", /RedrivePolicy:.*/, "the queue needs a RedrivePolicy"],
    [
      "a queue whose messages are visible again too early",
      /VisibilityTimeout: 150.*/,
      "VisibilityTimeout of the queue is 30. It must be at least six times the Timeout of the function, 150",
    ],
  ])("%s", (_, from, fault) => {
    expect(faultsAfter(from)).toEqual([expect.stringContaining(fault)]);
  });

  test.each([
    [
      "Type: S3, Destination: !GetAtt FailedChangesBucket.Arn",
      "Type: SQS, Destination: !GetAtt FailureQueue.Arn",
      "A queue or a topic gets no records",
    ],
    ["maxReceiveCount: 5", "maxReceiveCount: 1", "maxReceiveCount must be at least 5"],
    ["StartingPosition: TRIM_HORIZON", "StartingPosition: LATEST", "Use TRIM_HORIZON"],
    [
      "StartingPosition: TRIM_HORIZON",
      "StartingPosition: TRIM_HORIZON\n            TumblingWindowInSeconds: 20",
      "remove TumblingWindowInSeconds",
    ],
    [
      "VisibilityTimeout: 150",
      "VisibilityTimeout: 150\n      FifoQueue: true",
      "the dead-letter queue of a FIFO queue must be a FIFO queue",
    ],
    [
      /(?<=FailedOrdersQueue: #.*\n.*\n.*)MessageRetentionPeriod: 1209600, /,
      "",
      "must keep messages longer than the queue",
    ],
  ])("%s becomes %s", (from, to, fault) => {
    expect(faultsAfter(from, to)).toEqual([expect.stringContaining(fault)]);
  });
});
