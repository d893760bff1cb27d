import * as z from "zod";
import { type HttpAnswer, json } from "../../http/answer.ts";
import { type Fault, Problem, pointer, problem, problemAnswer } from "../../http/problem.ts";
import { head } from "../../log/clip.ts";
import { lazy } from "../../log/lazy.ts";
import type { Issue } from "../../log/rejection.ts";
import type { Mode } from "./httpRequest.ts";
import type { Outcome } from "./trigger.ts";

type Sent = { readonly mode: Mode; readonly batch: boolean };

/** The answer to an event that is in the log. */
export const Kept = lazy(() =>
  z
    .object({ status: z.literal([200, 201]), id: z.string(), location: z.string() })
    .meta({ id: "Kept", description: "An event that is in the log: written now (201), or before (200)" }),
);
/** The answer to one event of a batch. */
export const Part = lazy(() => z.union([Kept(), Problem()]));
type Part = z.infer<ReturnType<typeof Part>>;

const RETRY_AFTER_SECONDS = "5";
const ERRORS = 20;
const DETAIL_BYTES = 500;
const STATUS = { schema: 400, envelope: 500, future: 400, expired: 400, conflict: 422 } as const;

/** Answers a request. For one event: 201, 200 or a problem. For a batch: 207 with such an answer for each event (RFC 4918, section 13). */
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
      "It is unknown whether the event was written. Send it again. A CloudEvent, or an event with an Idempotency-Key, is written only once",
    );
  if (outcome.status === "toolarge")
    return problem(
      413,
      `The event takes ${outcome.size} bytes in the log, but an entry can have at most ${outcome.limit}. Nothing of it was kept; send a reference to the data instead`,
    );
  if (outcome.status !== "rejected")
    return { status: outcome.status === "written" ? 201 : 200, id: outcome.id, location: `/logs/${outcome.id}` };
  // The caller did nothing wrong: API Gateway makes the envelope, and the deployer chooses its format.
  if (outcome.reason === "envelope")
    return problem(STATUS.envelope, outcome.issues[0]?.message ?? "", { instance: `/rejected/${outcome.id}` });
  return problem(STATUS[outcome.reason], "The event was rejected. The log keeps it at the path in `instance`", {
    instance: `/rejected/${outcome.id}`,
    errors: outcome.issues.slice(0, ERRORS).map((issue) => faultOf(issue, outcome.item?.mode)),
  });
};

const faultOf = (issue: Issue, mode: Mode | undefined): Fault => {
  const [place, ...rest] = issue.path.map((step) => head(String(step), DETAIL_BYTES));
  const message = head(issue.message, DETAIL_BYTES);
  if (place === "headers") return { header: rest[0] ?? "", detail: message };
  const path = place === "event" ? rest : issue.path; // an issue about the time begins at the event
  const [name] = path;
  if (mode !== "binary" || name === undefined) return { pointer: pointer(path), detail: message };
  return { header: name === "datacontenttype" ? "content-type" : `ce-${String(name)}`, detail: message };
};
