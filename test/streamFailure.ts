/**
 * What Lambda writes about a failed batch of a stream. `info` is `KinesisBatchInfo` or `DDBStreamBatchInfo`. In a bucket, the record has
 * the whole event as well. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export const streamFailure = (info: string, functionArn: string, streamArn: string): object => ({
  requestContext: {
    requestId: "r",
    functionArn,
    condition: "RetryAttemptsExhausted",
    approximateInvokeCount: 3,
  },
  responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
  version: "1.0",
  timestamp: "2026-03-01T00:00:30.000Z",
  [info]: {
    shardId: "shardId-000000000001",
    startSequenceNumber: "100",
    endSequenceNumber: "300",
    approximateArrivalOfFirstRecord: "2026-03-01T00:00:00Z",
    approximateArrivalOfLastRecord: "2026-03-01T00:00:05Z",
    batchSize: 3,
    streamArn,
  },
});
