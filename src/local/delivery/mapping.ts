import * as z from "zod";
import type { FunctionSettings } from "../project/functions.ts";
import { parseProperties } from "../project/parseProperties.ts";

/** How a function polls a queue or a stream. */
export interface Mapping {
  /** Whether the function answers which records failed. */
  readonly reports: boolean;
  /** `undefined`: until the record expires. */
  readonly retries?: number | undefined;
  /** The ARN of the failure destination. */
  readonly onFailure?: string | undefined;
}

/**
 * The function's settings for this type of event. If it has several of the type, those of the first one. Throws a `UserError` if they
 * cannot be read.
 */
export const mappingOf = ({ id, events }: Pick<FunctionSettings, "id" | "events">, type: string): Mapping => {
  const event = events.find((one) => one.type === type);
  const { FunctionResponseTypes, MaximumRetryAttempts, DestinationConfig } = parseProperties(
    Properties,
    event?.properties ?? {},
    `${id}.Events.${event?.id}`,
  );
  return {
    reports: FunctionResponseTypes.includes("ReportBatchItemFailures"),
    retries: MaximumRetryAttempts === undefined || MaximumRetryAttempts < 0 ? undefined : MaximumRetryAttempts,
    onFailure: DestinationConfig?.OnFailure?.Destination,
  };
};

const Properties = z.object({
  FunctionResponseTypes: z.array(z.string()).default([]),
  MaximumRetryAttempts: z.coerce.number().int().optional(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string().optional() }).optional() }).optional(),
});
