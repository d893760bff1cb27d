import * as z from "zod";
import type { Project } from "../project/project.ts";
import { UserError } from "../userError.ts";
import type { Finding } from "./findings.ts";

/**
 * Throws a `UserError` if something in the template is ignored, unless it changes nothing, or the template says that it knows it:
 * `Metadata: { Tributary: { IgnoredLocally: [AWS::CloudWatch::Alarm, AWS::S3::Bucket.BucketEncryption] } }`.
 */
export const refuseIgnored = (
  findings: readonly Finding[],
  { file, document }: Pick<Project, "file" | "document">,
): void => {
  const accepted = Accepted.safeParse(document.Metadata).data?.Tributary.IgnoredLocally ?? [];
  const refused = findings.filter(
    (finding) =>
      finding.status === "ignored" &&
      !finding.isHarmless &&
      !accepted.some((one) =>
        [finding.subject, finding.path].some((name) => name === one || name.startsWith(`${one}.`)),
      ),
  );
  if (refused.length === 0) return;
  const lines = [
    ...new Set(refused.map((finding) => `  ${finding.path}: ${finding.status === "ignored" && finding.how}`)),
  ];
  throw new UserError(
    [
      `--strict: ${lines.length} parts of ${file} are ignored here:`,
      ...lines,
      "If you know this, name them or their types in the template: Metadata: { Tributary: { IgnoredLocally: [AWS::CloudWatch::Alarm] } }",
    ].join("\n"),
  );
};

const Accepted = z.object({ Tributary: z.object({ IgnoredLocally: z.array(z.string()) }) });
