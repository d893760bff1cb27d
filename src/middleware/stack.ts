import { setTimeout as wait } from "node:timers/promises";
import middy from "@middy/core";
import { logsOf } from "../api/logs.ts";
import { type Schedule, scheduleFrom } from "../api/stats/schedule.ts";
import type { HttpAnswer } from "../http/answer.ts";
import { answerTo, httpError } from "../http/httpError.ts";
import { lazy } from "../log/lazy.ts";
import { dynamoReader, type Reader } from "../log/reader.ts";
import { dynamoStore, type Store } from "../log/store.ts";
import { checkStreams, type Streams } from "../log/streams.ts";
import { tableFrom } from "../log/table.ts";
import type { Trigger } from "../schemas/kit/trigger.ts";
import { answerErrors } from "./answerErrors.ts";
import { countOutcomes } from "./countOutcomes.ts";
import { describeRequest } from "./describeRequest.ts";
import { finishAnswer } from "./finishAnswer.ts";
import { journal } from "./journal.ts";
import type { LambdaContext, LambdaHandler } from "./lambda.ts";
import { lookIn, newLook } from "./look.ts";
import { normalize } from "./normalize.ts";
import { clientContextOf } from "./originalRequestId.ts";
import { parseBody } from "./parseBody.ts";
import { type Print, requestLog, toStderr } from "./requestLog.ts";
import { respondAs } from "./respond.ts";
import { split } from "./split.ts";
import { type Candidates, validate } from "./validate.ts";
import type { Work } from "./work.ts";

interface StackOptions {
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly print?: Print;
}

/** What a writing function uses. By default, it uses the table that the environment of the function names. */
export interface WritingOptions extends StackOptions {
  readonly store?: Store;
}

/** What a reading function uses. By default, it uses the table that the environment of the function names. */
export interface ReadingOptions extends StackOptions {
  readonly reader?: Reader;
  /** Waits for a number of milliseconds. */
  readonly pause?: (ms: number) => Promise<unknown>;
  readonly schedule?: Schedule;
}

const STOP_EARLY_MS = 1_000;

/** Builds the Lambda functions that write a log with these streams. */
export const writing = <const S extends Streams>(
  streams: S,
  { clock = Date.now, print = toStderr, ...given }: WritingOptions = {},
) => {
  checkStreams(streams);
  const store = lazy(() => given.store ?? dynamoStore(tableFrom(process.env, streams)));
  const settings = lazy(() => ({ keepCaller: process.env["KEEP_CALLER"] === "true" }));

  const composed = <Event, Item, Rec, Answer, Given>(
    trigger: Trigger<string, Event, Item, Rec, Answer, Given>,
    {
      store,
      print,
      work,
    }: { readonly store: () => Store; readonly print: Print; readonly work?: Work<Given> | undefined },
  ) => {
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

  /**
   * The function of a trigger. It does the work for each record, if there is a work function, and then writes the record to the log.
   * Throws at once if the stream of the trigger is not declared.
   */
  const onEvent = <Name extends keyof S & string, Event, Item, Rec, Answer, Given>(
    trigger: Trigger<Name, Event, Item, Rec, Answer, Given>,
    work?: Work<NoInfer<Given>>,
  ): LambdaHandler<Answer> => {
    if (!Object.hasOwn(streams, trigger.stream))
      throw new Error(
        `The stream "${trigger.stream}" is not declared. Add it to defineStreams, which has ${Object.keys(streams).join(", ")}`,
      );
    const handler = composed(trigger, { store, print, work });
    return async (event, context) => {
      const asked = lookIn(event, context.invokedFunctionArn);
      if (asked === undefined) return handler(event, context);
      const { respond, ...look } = newLook(store());
      const { answerError: _, ...asynchronous } = trigger;
      const looking = composed({ ...asynchronous, respond }, { store: () => look.store, print: () => {} });
      return looking(asked.event, { ...context, clientContext: clientContextOf(asked.requestId) });
    };
  };

  return { onEvent };
};

/** Builds the Lambda function that answers the reading routes of a log with these streams. It answers an error with problem+json. */
export const reading = (
  streams: Streams,
  { clock = Date.now, pause = wait, print = toStderr, ...given }: ReadingOptions = {},
): LambdaHandler<HttpAnswer> => {
  checkStreams(streams);
  const reader = lazy(() => given.reader ?? dynamoReader(tableFrom(process.env, streams), clock));
  const schedule = lazy(() => given.schedule ?? scheduleFrom(process.env));
  const route = logsOf(streams);
  return compose((event) => route(event, { reader: reader(), now: clock(), pause, schedule: schedule() }), tooLate).use(
    [requestLog(describeRequest, print), finishAnswer(), answerErrors(answerTo)],
  );
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
