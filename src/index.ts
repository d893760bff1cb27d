// The entry `tributary`: declaring the streams of a log, and writing it. What is not listed here and in read.ts and testing.ts is private.

export type { HttpAnswer } from "./http/answer.ts";
export type { Claim, Entry, Extensions, NewEntry } from "./log/entry.ts";
export { attribute, instant, type Moment, moment, text } from "./log/fields.ts";
export type { Issue, Reason } from "./log/rejection.ts";
export { defineStreams, type StreamSettings, type Streams } from "./log/streams.ts";
export type { LambdaContext, LambdaHandler } from "./middleware/lambda.ts";
export { type Tributary, tributary } from "./middleware/tributary.ts";
export type { Work, WorkContext } from "./middleware/work.ts";

// The triggers of the box: a factory each, and what its work function gets.
export { dynamodb } from "./schemas/dynamodb.ts";
export { eventbridge } from "./schemas/eventbridge.ts";
export { http } from "./schemas/http.ts";
export { kinesis } from "./schemas/kinesis.ts";
export { type BatchAnswer, batchAnswer } from "./schemas/kit/batchAnswer.ts";
export { contentOf } from "./schemas/kit/content.ts";
export { type Report, reportOrThrow } from "./schemas/kit/report.ts";
export type { Upload } from "./schemas/kit/s3Upload.ts";
export type { Change } from "./schemas/kit/tableChange.ts";
export { type Invocation, type Outcome, type Trigger, trigger } from "./schemas/kit/trigger.ts";
export { s3 } from "./schemas/s3.ts";
export { type Firing, schedule } from "./schemas/schedule.ts";
export { sns } from "./schemas/sns.ts";
export { sqs } from "./schemas/sqs.ts";
