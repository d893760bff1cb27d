import type { Request } from "@middy/core";
import * as z from "zod";
import type { Stream } from "../log/streams.ts";

const Outcomes = z.object({
  outcomes: z.array(z.object({ status: z.string(), id: z.string().optional(), error: z.unknown().optional() })),
});

const MAX_IDS = 200; // a line of a CloudWatch log has at most 256 KB
const MAX_ERRORS = 5;

/** For the request log: how many records an event held, and how they ended. */
export const countOutcomes = (stream: Stream) => (request: Request) => {
  const outcomes = Outcomes.safeParse(request.internal).data?.outcomes ?? [];
  const ids = outcomes.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const errors = outcomes.flatMap(({ status, error }) => (status === "failed" ? [String(error)] : []));
  const count = (status: string) => outcomes.filter((outcome) => outcome.status === status).length;
  return {
    ...(errors.length > 0 && { level: "error", errors: [...new Set(errors)].slice(0, MAX_ERRORS) }),
    stream,
    received: outcomes.length,
    written: count("written"),
    duplicate: count("duplicate"),
    rejected: count("rejected"),
    failed: count("failed"),
    ids: ids.slice(0, MAX_IDS),
    ...(ids.length > MAX_IDS && { moreids: ids.length - MAX_IDS }),
  };
};
