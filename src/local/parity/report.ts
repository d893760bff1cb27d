import type { Finding } from "./findings.ts";

const STATUSES = ["honored", "approximated", "ignored"] as const;

/** The parity report as text: what is honored, approximated and ignored. Equal findings of several resources share one line. */
export const reportOf = (findings: readonly Finding[]): string =>
  STATUSES.map((status) => {
    const own = findings.filter((finding) => finding.status === status);
    const subjects = Map.groupBy(own, ({ subject }) => subject);
    const lines = status === "honored" ? honoredLines([...subjects.keys()]) : reasonLines(own);
    return [`${status}: ${subjects.size}`, ...lines.map((line) => `  ${line}`)].join("\n");
  }).join("\n");

/** A line for each type, with its honored properties. */
const honoredLines = (subjects: readonly string[]): readonly string[] =>
  [...Map.groupBy(subjects, (subject) => subject.split(".")[0] ?? subject)].map(([type, own]) => {
    const properties = own.filter((subject) => subject !== type).map((subject) => subject.slice(type.length + 1));
    return properties.length === 0 ? type : `${type}: ${properties.join(", ")}`;
  });

/** A line for each reason, with all that it concerns. */
const reasonLines = (findings: readonly Finding[]): readonly string[] =>
  [...Map.groupBy(findings, (finding) => (finding.status === "honored" ? "" : finding.how))].map(
    ([how, own]) => `${[...new Set(own.map(({ subject }) => subject))].join(", ")}: ${how}`,
  );
