import * as z from "zod";
import { valueIn } from "../../log/valueIn.ts";
import { parseProperties } from "../project/parseProperties.ts";
import type { Project } from "../project/project.ts";
import type { QueueSettings } from "./services.ts";

/** SQS delivers again until a message expires. Here it gives up after these deliveries. */
export const UNKNOWN_QUEUE: QueueSettings = { maxReceiveCount: 3 };

/** The settings of the template's queues, by the names of the queues. */
export const queueSettingsOf = ({ resources }: Pick<Project, "resources">): ReadonlyMap<string, QueueSettings> =>
  new Map(
    resources
      .filter(({ type }) => type === "AWS::SQS::Queue")
      .map(({ id, attributes, properties }) => {
        const { maxReceiveCount, deadLetterTargetArn } = parseProperties(
          RedrivePolicy,
          jsonIn(properties["RedrivePolicy"] ?? {}),
          `${id}.RedrivePolicy`,
        );
        const settings = {
          ...UNKNOWN_QUEUE,
          ...(maxReceiveCount && { maxReceiveCount }),
          deadLetterArn: deadLetterTargetArn,
        };
        return [attributes["QueueName"] ?? "", settings];
      }),
  );

/** The policy can be a text with JSON. */
const jsonIn = (value: unknown): unknown => (typeof value === "string" ? valueIn(value) : value);

const RedrivePolicy = z.object({
  maxReceiveCount: z.coerce.number().int().min(1).max(1_000).optional(),
  deadLetterTargetArn: z.string().optional(),
});
