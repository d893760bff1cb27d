import type { HttpAnswer } from "../http/answer.ts";
import type { Streams } from "../log/streams.ts";
import type { LambdaHandler } from "./lambda.ts";
import { reading } from "./stack.ts";

/**
 * Makes the Lambda function that reads a log with these streams over HTTP: it answers `GET` and `HEAD` of `/logs`, `/logs/stats`,
 * `/logs/{id}`, of the same paths under `/rejected`, and of `/openapi.json`. Give each method of each path a route of its own in the
 * HTTP API (payload format 2.0), because IAM grants permissions by route. It reads the table that its environment names: see
 * `onEvent`. Throws an error that names the first wrong stream.
 *
 * @example
 * import { defineStreams } from "tributary";
 * import { readLog } from "tributary/read";
 *
 * export const handler = readLog(defineStreams({ uploads: { bySubject: true } }));
 */
export const readLog = (streams: Streams): LambdaHandler<HttpAnswer> => reading(streams);
