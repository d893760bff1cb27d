import * as z from "zod";
import type { Project } from "../project/project.ts";
import type { QueueSettings } from "./services.ts";

/** SQS delivers again until a message expires. Here it gives up after these deliveries. */
export const UNKNOWN_QUEUE: QueueSettings = { maxReceiveCount: 3 };

/** The settings of the template's queues, by the names of the queues. */
export const queueSettingsOf = ({ resources }: Pick<Project, "resources">): ReadonlyMap<string, QueueSettings> =>
  new Map(
    resources
      .filter(({ type }) => type === "AWS::SQS::Queue")
      .map(({ attributes, properties }) => {
        const { maxReceiveCount, deadLetterTargetArn } = RedrivePolicy.parse(properties["RedrivePolicy"] ?? {});
        const settings = {
          ...UNKNOWN_QUEUE,
          ...(maxReceiveCount && { maxReceiveCount }),
          deadLetterArn: deadLetterTargetArn,
        };
        return [attributes["QueueName"] ?? "", settings];
      }),
  );

const RedrivePolicy = z.object({
  maxReceiveCount: z.coerce.number().int().min(1).max(1_000).optional(),
  deadLetterTargetArn: z.string().optional(),
});
