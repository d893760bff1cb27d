// The entry `tributary`: writing a log. What is not listed here, in read.ts or in testing.ts is private.

export { defineStreams, type StreamSettings, type Streams } from "./log/streams.ts";
export { type Tributary, tributary } from "./middleware/tributary.ts";
export type { Work, WorkContext } from "./middleware/work.ts";
export type { LambdaContext, LambdaHandler } from "./middleware/lambda.ts";

// The triggers of the box.
export { dynamodb } from "./schemas/dynamodb.ts";
export { eventbridge } from "./schemas/eventbridge.ts";
export { http } from "./schemas/http.ts";
export { kinesis } from "./schemas/kinesis.ts";
export { s3 } from "./schemas/s3.ts";
export { schedule } from "./schemas/schedule.ts";
export { sns } from "./schemas/sns.ts";
export { sqs } from "./schemas/sqs.ts";

// What their work functions get, if it is not what a schema of the project returns, and what the functions answer.
export type { Upload } from "./schemas/kit/s3Upload.ts";
export type { Change } from "./schemas/kit/tableChange.ts";
export type { Firing } from "./schemas/schedule.ts";
export type { HttpAnswer } from "./http/answer.ts";
export type { BatchAnswer } from "./schemas/kit/batchAnswer.ts";
export type { Report } from "./schemas/kit/report.ts";

// What a trigger of your own is made of.
export { type Invocation, type Outcome, type Trigger, trigger } from "./schemas/kit/trigger.ts";
export { attribute, instant, type Moment, moment, text } from "./log/fields.ts";
export { reportOrThrow } from "./schemas/kit/report.ts";
export { batchAnswer } from "./schemas/kit/batchAnswer.ts";
export type { Claim, Entry, Extensions, NewEntry } from "./log/entry.ts";
export type { Issue, Reason } from "./log/rejection.ts";
