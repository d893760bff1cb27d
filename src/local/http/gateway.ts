import type { IncomingMessage } from "node:http";
import type { CallFunction } from "../functions/functions.ts";
import type { Route } from "../project/routes.ts";
import { routeFor } from "../routing.ts";
import { bodyOf } from "./body.ts";
import { functionAnswer, type HttpReply } from "./functionAnswer.ts";
import { message } from "./message.ts";
import { requestEvent, targetOf } from "./requestEvent.ts";
import { type Handle, sendReply } from "./server.ts";

/** The limits of HTTP APIs and of Lambda: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;
const INTEGRATION_MS = 30_000;

/**
 * A local HTTP API. It invokes the function of the route with the request in payload format 2.0, and sends its answer to the caller.
 * It does not check credentials. If no route fits and there is no `$default`, it answers 404 like API Gateway. `warn` gets a sentence
 * about an answer that API Gateway would not send.
 */
export const gateway = (routes: readonly Route[], call: CallFunction, warn: (sentence: string) => void): Handle => {
  const answerTo = async (request: IncomingMessage): Promise<HttpReply> => {
    const route = routeFor(routes, request.method ?? "GET", targetOf(request).path);
    if (route === undefined) return message(404, "Not Found");
    const sent = await bodyOf(request, MAX_PAYLOAD_BYTES);
    const payload = sent && JSON.stringify(requestEvent(request, route, sent));
    if (payload === undefined || Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES)
      return message(413, "Request Entity Too Large");
    const attempt = await inTime(call(route.functionId, { payload }));
    if (attempt === undefined || attempt.status === "throttled") return message(503, "Service Unavailable");
    const answer = attempt.status === "failed" ? { wrong: attempt.payload } : replyTo(attempt.payload);
    if (!("wrong" in answer)) return answer;
    warn(`${route.functionId} failed, so ${request.method} ${request.url} is answered 500: ${answer.wrong}`);
    return message(500, "Internal Server Error");
  };
  return async (request, response) => sendReply(response, await answerTo(request));
};

const replyTo = (payload: string): ReturnType<typeof functionAnswer> =>
  Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES
    ? { wrong: "Its answer has more than 6 MB, and Lambda does not send that" }
    : functionAnswer(JSON.parse(payload));

/** API Gateway waits 30 s for a function, and then answers 503. The function goes on. */
const inTime = async <T>(work: Promise<T>): Promise<T | undefined> => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), INTEGRATION_MS);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
};
