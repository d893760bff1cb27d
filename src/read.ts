// The entry `tributary/read`: reading a log. It has nothing of the writing side.

export type { HttpAnswer } from "./http/answer.ts";
export type { Entry } from "./log/entry.ts";
export type { Issue, Reason } from "./log/rejection.ts";
export type { StreamSettings, Streams } from "./log/streams.ts";
export type { LambdaContext, LambdaHandler } from "./middleware/lambda.ts";
export { readLog } from "./middleware/readLog.ts";
