import type { Streams } from "../log/streams.ts";
import type { Trigger } from "../schemas/kit/trigger.ts";
import type { LambdaHandler } from "./lambda.ts";
import { writing } from "./stack.ts";
import type { Work } from "./work.ts";

/** The writing side of a log with these streams. */
export interface Tributary<S extends Streams> {
  /**
   * Makes the Lambda function of a trigger. The function validates each record of an event, does the work for it if there is a work
   * function, and then writes it to the log exactly once. A record that no schema accepts is kept in the stream `rejected`.
   *
   * The function writes to the table that its environment names: `TABLE_NAME`, and with the same values in every function of the log
   * `SHARDS` (1 by default) and `RETENTION_DAYS` (0 by default: for ever). A trigger whose stream is not declared does not compile,
   * and throws an error when the file is loaded.
   *
   * @example
   * import { defineStreams, s3, tributary } from "tributary";
   *
   * const { onEvent } = tributary(defineStreams({ uploads: { bySubject: true } }));
   *
   * export const handler = onEvent(s3("uploads"), async ({ bucket, key, size }, { id }) => {
   *   console.log(`${bucket}/${key} will be the entry ${id}`);
   *   return { size }; // the entry keeps this as its `result`
   * });
   */
  readonly onEvent: <Name extends keyof S & string, Event, Item, Rec, Answer, Given>(
    trigger: Trigger<Name, Event, Item, Rec, Answer, Given>,
    work?: Work<NoInfer<Given>>,
  ) => LambdaHandler<Answer>;
}

/**
 * Gives the writing side of a log with these streams. A project calls it once. Throws an error that names the first wrong stream.
 *
 * @example
 * import { defineStreams, schedule, tributary } from "tributary";
 *
 * export const { onEvent } = tributary(defineStreams({ firings: {} }));
 * export const handler = onEvent(schedule("firings"));
 */
export const tributary = <const S extends Streams>(streams: S): Tributary<S> => writing(streams);
