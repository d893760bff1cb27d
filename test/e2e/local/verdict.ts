import * as z from "zod";

const Report = z.object({ received: z.int().min(1), written: z.int(), duplicate: z.int(), rejected: z.int() });
const BatchAnswer = z.object({ batchItemFailures: z.array(z.unknown()).max(0) });
const Answer = z.object({ statusCode: z.int(), body: z.string().default("") });
const Parts = z.array(z.object({ status: z.int() }));

/** Checks that `sam local invoke` printed what the name of the fixture promises. */
export const verdict = (fixture: string, stdout: string, stderr: string): { right: string } | { wrong: string } => {
  const answer = parse(stdout);
  const lines = stderr.split("\n").filter((line) => line.startsWith("{"));
  if (lines.length !== 1 || parse(lines[0] ?? "") === undefined)
    return { wrong: "the function did not print one line of JSON" };

  const wanted = fixture.includes("-bad-") ? "all" : fixture.includes("-mixed") ? "some" : "none";
  // The answer to a batch names only failures. The function's line has the counts.
  const report = Report.safeParse(BatchAnswer.safeParse(answer).success ? parse(lines[0] ?? "") : answer).data;
  if (report !== undefined) {
    const { received, written, duplicate, rejected } = report;
    const said = `${received} received, ${written} written, ${duplicate} duplicate, ${rejected} rejected`;
    const sum = written + duplicate + rejected;
    return sum === received && share(rejected, received) === wanted ? { right: said } : { wrong: said };
  }

  const http = Answer.safeParse(answer).data;
  if (http === undefined) return { wrong: "the function did not answer" };
  const statuses =
    http.statusCode === 207 ? Parts.parse(parse(http.body)).map(({ status }) => status) : [http.statusCode];
  const said = [http.statusCode, ...(http.statusCode === 207 ? [`(${statuses.join(", ")})`] : [])].join(" ");
  const refused = statuses.filter((status) => status >= 400 && status < 500).length;
  const failed = statuses.some((status) => status >= 500);
  return !failed && share(refused, statuses.length) === wanted ? { right: said } : { wrong: said };
};

const share = (part: number, whole: number) => (part === 0 ? "none" : part === whole ? "all" : "some");

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
