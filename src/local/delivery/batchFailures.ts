import * as z from "zod";

/**
 * The ids of the records that a function says it could not handle, or "all". An answer that Lambda cannot read, and an id that the batch
 * does not have, fail the whole batch. `reports` says whether the event source asks for such an answer.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export const batchFailures = (payload: string, ids: readonly string[], reports: boolean): readonly string[] | "all" => {
  if (!reports) return [];
  const parsed = Answer.safeParse(JSON.parse(payload));
  if (!parsed.success) return "all";
  const failed = (parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => ids.includes(id)) ? failed : "all";
};

const Answer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullish();
