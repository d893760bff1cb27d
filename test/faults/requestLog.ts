import * as z from "zod";
import type { Returned } from "./lambda.ts";

const COUNTS = ["written", "duplicate", "rejected", "failed", "toolarge"] as const;
const count = z.number();
const Metrics = z.array(z.object({ Name: z.enum(["rejected", "failed", "truncated"]) })).min(2);
const Line = z.object({
  ...{ received: count, written: count, duplicate: count, rejected: count, failed: count, toolarge: count },
  _aws: z.object({ CloudWatchMetrics: z.tuple([z.object({ Metrics })]) }), // every invocation must report these, because alarms watch them
});
const Report = Line.pick({ received: true, written: true, duplicate: true, rejected: true });
const Batch = z.object({ batchItemFailures: z.array(z.unknown()) });
const Http = z.object({ statusCode: z.number(), body: z.string() });
const Parts = z.array(z.object({ status: z.number() }));

/** Checks that an invocation has one log line, whose counts add up and agree with the answer. */
export const linesFaults = (ended: Returned, records: number) => {
  const [line, ...more] = ended.lines;
  const parsed = Line.safeParse(line);
  if (!parsed.success || more.length > 0)
    return {
      written: 0,
      duplicates: 0,
      faults: [`The log does not have exactly one line of counts: ${JSON.stringify(ended.lines)}`],
    };
  const counts = parsed.data;
  const answered = answeredCounts(ended, records, counts.failed);
  const isWrong =
    counts.received !== records ||
    COUNTS.reduce((sum, status) => sum + counts[status], 0) !== records ||
    COUNTS.some((status) => answered?.[status] !== undefined && answered[status] !== counts[status]);
  return {
    written: counts.written,
    duplicates: counts.duplicate,
    faults: isWrong
      ? [
          `The log line has ${JSON.stringify(counts)} for ${records} records, but the answer has ${JSON.stringify(answered)}`,
        ]
      : [],
  };
};

/** The counts in an answer. An error only shows that some record failed. */
const answeredCounts = (
  ended: Returned,
  records: number,
  failed: number,
): Partial<z.infer<typeof Line>> | undefined => {
  if (ended.status === "threw") return { failed: failed === 0 ? records : failed };
  const batch = Batch.safeParse(ended.answer);
  if (batch.success) return { failed: batch.data.batchItemFailures.length };
  const http = Http.safeParse(ended.answer);
  if (!http.success) return { ...Report.parse(ended.answer), failed: 0 };
  const body: unknown = JSON.parse(http.data.body);
  const statuses = Array.isArray(body) ? Parts.parse(body).map(({ status }) => status) : [http.data.statusCode];
  const having = (...wanted: readonly number[]) => statuses.filter((status) => wanted.includes(status)).length;
  return {
    written: having(201),
    duplicate: having(200),
    rejected: having(400, 422),
    failed: having(503),
    toolarge: having(413),
  };
};
