import { randomUUID } from "node:crypto";
import { expect, vi } from "vitest";
import * as z from "zod";
import { contextOf } from "../../src/local/context.ts";
import type { LambdaHandler } from "../../src/middleware/lambda.ts";
import { writing } from "../../src/middleware/stack.ts";
import { namesIn, triggerOf, triggers } from "../everyTrigger.ts";
import { expectAnswer } from "./answer.ts";
import { allStreams, unused } from "./streams.ts";

/** A function of src/handlers, as it is deployed, or of a trigger that the stack does not use. */
export interface Exported {
  readonly name: string;
  readonly handler: LambdaHandler<unknown>;
  /** Whether a caller waits for its answer. */
  readonly isHttp: boolean;
}

const deployed = async (name: string): Promise<Exported> => {
  const { handler }: { handler: LambdaHandler<unknown> } = await import(`../../src/handlers/${name}.ts`);
  return { name, handler, isHttp: !triggers.includes(name) || (await triggerOf(name)).answerError !== undefined };
};

const { onEvent } = writing(allStreams);
const madeOf = async (name: string): Promise<Exported> => ({
  name,
  handler: onEvent(await triggerOf(name)),
  isHttp: false,
});

export const functions = await Promise.all([...namesIn("handlers").map(deployed), ...unused.map(madeOf)]);

const LONG_MS = 600_000;

/** Invokes with the event itself, because an event that is nested too deep cannot be copied. */
export const invoke = <Answer>(
  handler: LambdaHandler<Answer>,
  event: unknown,
  awsRequestId: string = randomUUID(),
): Promise<Answer> => handler(event, { ...contextOf("test", LONG_MS), awsRequestId });

const Line = z.object({
  received: z.int(),
  written: z.int(),
  duplicate: z.int(),
  rejected: z.int(),
  toolarge: z.int(),
  failed: z.literal(0),
  ids: z.array(z.string()),
});

/** The log lines of the exported functions: one line for each invocation. */
export const lines = (): readonly string[] =>
  vi
    .mocked(process.stderr.write)
    .mock.calls.map(([chunk]) => String(chunk))
    .filter((chunk) => chunk.startsWith('{"level"'));

/** Invokes a function with any event. It must not throw, its answer must be one that any caller may see, and it must count every record. */
export const survive = async ({ handler, isHttp, name }: Exported, event: unknown, requestId?: string) => {
  const before = lines().length;
  const answer = await invoke(handler, event, requestId);
  if (isHttp) expectAnswer(answer);
  const [line = "", ...others] = lines().slice(before);
  expect(others).toEqual([]);
  if (name === "logs") return { received: 0, written: 0, ids: [] };
  const { received, written, duplicate, rejected, toolarge, ids } = Line.parse(JSON.parse(line));
  expect(written + duplicate + rejected + toolarge).toBe(received);
  if (!isHttp) expect(received).toBeGreaterThan(0);
  return { received, written, ids };
};
