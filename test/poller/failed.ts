import * as z from "zod";

/** Invokes the function with a batch. */
export type Invoke = (event: { readonly Records: readonly unknown[] }) => Promise<Invoked>;

/** How an invocation ended. */
export type Invoked = { readonly status: "answered"; readonly answer: unknown } | { readonly status: "threw" | "died" };

/**
 * The identifiers of the records that Lambda takes for failed, if the event source has `ReportBatchItemFailures`. An error, and an
 * answer that names no record of the batch, count as a failure of the whole batch. An answer without a list counts as success.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const failedIn = (invoked: Invoked, identifiers: readonly string[]): ReadonlySet<string> => {
  const all = new Set(identifiers);
  if (invoked.status !== "answered") return all;
  const answer = Answer.safeParse(invoked.answer ?? {});
  if (!answer.success) return all;
  const named = (answer.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return named.every((name) => all.has(name)) ? new Set(named) : all;
};

const Answer = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});
