import { reportOrThrow } from "./report.ts";
import type { Outcome } from "./trigger.ts";

/** The answer of a function that Lambda invokes with a batch of a queue or a stream. Lambda delivers only the named records again. */
export interface BatchAnswer {
  batchItemFailures: { itemIdentifier: string }[]; // as in @types/aws-lambda, so that a handler is an SQSHandler
}

/**
 * Makes the answer to a batch. It names each record that could not be kept. Throws if no record could be kept, or if one of those has
 * no identifier, so that Lambda delivers the whole batch again. A rejected record is kept, so it is no failure.
 *
 * Lambda reads this answer only if the event source has `FunctionResponseTypes: [ReportBatchItemFailures]`. Without this setting,
 * Lambda takes every answer for success.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 *
 * @example
 * const respond = batchAnswer(({ messageId }: { messageId: string }) => messageId); // the `respond` of a trigger that Lambda polls
 */
export const batchAnswer =
  <Item>(identifierOf: (item: Item) => string | undefined) =>
  (outcomes: readonly Outcome<Item>[]): BatchAnswer => {
    const failed = outcomes.filter(({ status }) => status === "failed");
    const identifiers = new Set(
      failed.map(({ item }) => (item === undefined ? undefined : identifierOf(item)) || undefined),
    );
    if (identifiers.has(undefined) || (failed.length > 0 && failed.length === outcomes.length)) reportOrThrow(outcomes);
    return {
      batchItemFailures: [...identifiers].flatMap((itemIdentifier) =>
        itemIdentifier === undefined ? [] : [{ itemIdentifier }],
      ),
    };
  };
