import type { Attempt } from "../functions/functions.ts";

/** An attempt, as the local system describes it to a caller: with the answer or the error as JSON. */
export const attemptReport = (attempt: Attempt): object => {
  if (attempt.status === "throttled") return attempt;
  const { payload, log: _, ...rest } = attempt;
  return { ...rest, [attempt.status === "failed" ? "error" : "answer"]: JSON.parse(payload) };
};
