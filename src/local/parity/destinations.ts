import * as z from "zod";
import type { Project } from "../project/project.ts";
import type { Finding } from "./findings.ts";
import { ignored } from "./rule.ts";

const lost = ignored("a failed event is lost: only the queues and the buckets of the template are destinations here");

/** Corrects the findings about the failure destinations that the local system does not have. */
export const withLostDestinations = (
  findings: readonly Finding[],
  { resources, functions }: Pick<Project, "resources" | "functions">,
): readonly Finding[] => {
  const places = resources
    .filter(({ type }) => ["AWS::SQS::Queue", "AWS::S3::Bucket"].includes(type))
    .map(({ attributes }) => attributes["Arn"]);
  const isLost = (given: unknown): boolean => {
    const OnFailure = Settings.safeParse(given).data?.DestinationConfig.OnFailure;
    return OnFailure !== undefined && !places.includes(OnFailure.Destination);
  };
  const asynchronous = resources
    .filter(({ properties }) => isLost(properties["EventInvokeConfig"]))
    .map(({ id }) => `${id}.EventInvokeConfig.DestinationConfig.OnFailure`);
  const polled = functions.flatMap((settings) =>
    settings.events
      .filter(({ properties }) => isLost(properties))
      .map(({ id }) => `${settings.id}.Events.${id}.DestinationConfig`),
  );
  const paths = new Set([...asynchronous, ...polled]);
  return findings.map((finding) => (paths.has(finding.path) ? { ...finding, ...lost } : finding));
};

const Settings = z.object({
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string().optional().catch(undefined) }) }),
});
