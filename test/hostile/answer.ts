import { gunzipSync } from "node:zlib";
import { expect } from "vitest";
import * as z from "zod";
import { nameOfTable } from "./contents.ts";

const Answer = z.strictObject({
  statusCode: z.literal([200, 201, 207, 304, 400, 404, 405, 406, 413, 415, 422, 500]),
  headers: z.record(z.string(), z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/)).default({}),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});
const Problem = z.object({ status: z.int(), title: z.string().min(1), detail: z.string().min(1) });

const LAMBDA_BYTES = 6 * 1024 * 1024;
const ASKED_FOR = /^(application\/x-ndjson|text\/csv)\b/; // a list has these formats only if `Accept` names them

/** Checks that any caller may see this answer: it is JSON, or a problem with the same status, and shows no internals. */
export const expectAnswer = (given: unknown) => {
  const { statusCode, headers, body: sent, isBase64Encoded } = Answer.parse(given);
  expect(Buffer.byteLength(JSON.stringify(given))).toBeLessThan(LAMBDA_BYTES);
  const type = headers["content-type"] ?? "";
  const body = isBase64Encoded ? gunzipSync(Buffer.from(sent, "base64")).toString() : sent;
  expect(body).not.toContain(nameOfTable());
  expect(body).not.toMatch(/\n\s+at |node_modules|file:\/\/|\.ts:\d|\/src\//);
  if (statusCode === 304 || ASKED_FOR.test(type)) return { statusCode, headers, json: undefined };
  const json: unknown = JSON.parse(body);
  if (statusCode >= 400) {
    expect(type).toBe("application/problem+json");
    const { status, detail } = Problem.parse(json);
    expect(status).toBe(statusCode);
    // Only an event that the HTTP API of the project cannot send gets a 500.
    if (statusCode === 500) expect(detail).toMatch(/^This function takes payload format 2\.0 /);
  } else expect(type).toMatch(/^application\/(cloudevents(-batch)?\+)?json\b/);
  return { statusCode, headers, json };
};
