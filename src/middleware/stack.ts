import { setTimeout as wait } from "node:timers/promises";
import middy from "@middy/core";
import type { Route } from "../api/route.ts";
import { type Schedule, scheduleFrom } from "../api/stats/expectedFirings.ts";
import type { HttpAnswer } from "../http/answer.ts";
import { answerTo, httpError } from "../http/httpError.ts";
import { dynamoReader, type Reader } from "../log/reader.ts";
import { dynamoStore, type Store } from "../log/store.ts";
import { tableFrom } from "../log/table.ts";
import type { Trigger } from "../schemas/kit/trigger.ts";
import { answerErrors } from "./answerErrors.ts";
import { countOutcomes } from "./countOutcomes.ts";
import { describeRequest } from "./describeRequest.ts";
import { finishAnswer } from "./finishAnswer.ts";
import { journal, type Work } from "./journal.ts";
import type { LambdaContext, LambdaHandler } from "./lambda.ts";
import { normalize } from "./normalize.ts";
import { parseBody } from "./parseBody.ts";
import { type Print, requestLog, toStderr } from "./requestLog.ts";
import { respondAs } from "./respond.ts";
import { split } from "./split.ts";
import { type Candidates, validate } from "./validate.ts";

/** What the stack uses. By default, it uses the table that the environment of the function names. */
export interface StackOptions {
  readonly store?: Store;
  readonly reader?: Reader;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Waits for a number of milliseconds. */
  readonly pause?: (ms: number) => Promise<unknown>;
  readonly schedule?: Schedule;
  readonly print?: Print;
}

const STOP_EARLY_MS = 1_000;

/** Builds Lambda functions with middy: those that write the log (`onEvent`), and those that read it (`onRequest`). */
export const stack = ({ clock = Date.now, pause = wait, print = toStderr, ...given }: StackOptions = {}) => {
  const table = lazy(() => tableFrom(process.env));
  const store = lazy(() => given.store ?? dynamoStore(table()));
  const schedule = lazy(() => given.schedule ?? scheduleFrom(process.env));
  const settings = lazy(() => ({ keepCaller: process.env["KEEP_CALLER"] === "true" }));
  const reader = lazy(() => given.reader ?? dynamoReader(table(), clock));

  /** The function of a trigger. It does the work for each record, if there is a work function, and then writes the record to the log. */
  const onEvent = <Event, Item, Rec, Answer>(
    trigger: Trigger<Event, Item, Rec, Answer>,
    work?: Work<Rec>,
  ): LambdaHandler<Answer> => {
    const keep = lazy(() => journal(trigger, { store: store(), clock, work }));
    return compose<Candidates<Item, Rec>>((...invocation) => keep()(...invocation), untilItEnds).use([
      requestLog(countOutcomes(trigger.stream), print),
      respondAs(trigger),
      ...(trigger.answerError ? [parseBody(trigger.event)] : []), // only HTTP has a body and answers errors
      split(trigger, settings),
      ...(trigger.normalizedAs === undefined ? [] : [normalize(trigger.normalizedAs)]),
      validate(trigger, settings),
    ]);
  };

  /** The function of an HTTP route. It answers an error with problem+json. */
  const onRequest = (route: Route): LambdaHandler<HttpAnswer> =>
    compose((event) => route(event, { reader: reader(), now: clock(), pause, schedule: schedule() }), tooLate).use([
      requestLog(describeRequest, print),
      finishAnswer(),
      answerErrors(answerTo),
    ]);

  return { onEvent, onRequest };
};

// The middlewares change the type of the event before the base handler, and that of the answer after it. middy has no type for
// that, so this is `any`.
const compose = <Event>(
  base: (event: Event, context: LambdaContext, at: { signal: AbortSignal }) => Promise<unknown>,
  timeoutEarlyResponse: () => unknown,
): any => middy(base, { timeoutEarlyInMillis: STOP_EARLY_MS, timeoutEarlyResponse });

// Never resolves: shortly before the timeout, the journal itself ends, with an outcome for each record.
const untilItEnds = () => new Promise(() => {});

const tooLate = () => {
  throw httpError(503, "Reading took too long. Ask for less at once", { "retry-after": "5" });
};

const lazy = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** The stack for the handlers of this project. It uses the table that the environment of the function names. */
export const { onEvent, onRequest } = stack();
