import * as z from "zod";
import { type HttpAnswer, json } from "../../http/answer.ts";
import { type Fault, Problem, pointer, problem, problemAnswer } from "../../http/problem.ts";
import { head } from "../../log/clip.ts";
import type { Issue } from "../../log/rejection.ts";
import type { Mode } from "./httpRequest.ts";
import type { Outcome } from "./trigger.ts";

type Sent = { readonly mode: Mode; readonly batch: boolean };

/** What is answered to an event that is in the log. */
export const Kept = z
  .object({ status: z.literal([200, 201]), id: z.string(), location: z.string() })
  .meta({ id: "Kept", description: "An event that is in the log: written now (201), or before (200)" });
/** What is answered to one event of a batch. */
export const Part = z.union([Kept, Problem]);
type Part = z.infer<typeof Part>;

const RETRY_AFTER_SECONDS = "5";
const ERRORS = 20;
const DETAIL_BYTES = 500;
const STATUS = { schema: 400, envelope: 500, future: 400, expired: 400, conflict: 422 } as const;

/** One event: 201, 200, or a problem of its own status. A batch: 207 with the same for each (RFC 4918, section 13). */
export const answerEvents = (outcomes: readonly Outcome<Sent>[]): HttpAnswer => {
  const parts = outcomes.map(partOf);
  const [first] = parts;
  const retry: Record<string, string> = outcomes.some(({ status }) => status === "failed")
    ? { "retry-after": RETRY_AFTER_SECONDS }
    : {};
  if (first === undefined || outcomes[0]?.item?.batch === true) return json(207, parts, retry);
  return "location" in first ? json(first.status, first, { location: first.location }) : problemAnswer(first, retry);
};

const partOf = (outcome: Outcome<Sent>): Part => {
  if (outcome.status === "failed")
    return problem(
      503,
      "It is not known whether the event was written. Send it again: with an Idempotency-Key, or as a CloudEvent, it is kept once",
    );
  if (outcome.status === "toolarge")
    return problem(
      413,
      `The event takes ${outcome.size} bytes in the log, and an entry has at most ${outcome.limit}. Nothing of it is kept; send a reference to the data instead`,
    );
  if (outcome.status !== "rejected")
    return { status: outcome.status === "written" ? 201 : 200, id: outcome.id, location: `/logs/${outcome.id}` };
  // Its caller did nothing wrong: API Gateway makes the envelope, and the deployer connects it with the function.
  if (outcome.reason === "envelope")
    return problem(STATUS.envelope, outcome.issues[0]?.message ?? "", { instance: `/rejected/${outcome.id}` });
  return problem(
    STATUS[outcome.reason],
    "The event was rejected; what came is kept at the path that `instance` names",
    {
      instance: `/rejected/${outcome.id}`,
      errors: outcome.issues.slice(0, ERRORS).map((issue) => faultOf(issue, outcome.item?.mode)),
    },
  );
};

const faultOf = (issue: Issue, mode: Mode | undefined): Fault => {
  const [place, ...rest] = issue.path.map((step) => head(String(step), DETAIL_BYTES));
  const message = head(issue.message, DETAIL_BYTES);
  const name = String(rest[0] ?? "");
  if (place === "headers") return { header: name, detail: message };
  if (place !== "event") return { pointer: pointer(issue.path), detail: message };
  const inHeader = mode === "binary" && rest.length > 0 && !name.startsWith("data");
  return inHeader ? { header: `ce-${name}`, detail: message } : { pointer: pointer(rest), detail: message };
};
