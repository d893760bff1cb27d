import * as z from "zod";
import type { FunctionEvent } from "../project/functions.ts";

/** How a function polls a queue or a stream. */
export interface Mapping {
  /** Whether the function answers which records failed. */
  readonly reports: boolean;
  /** `undefined`: until the record expires. */
  readonly retries?: number | undefined;
  /** The ARN of the failure destination. */
  readonly onFailure?: string | undefined;
}

/** The function's settings for this type of event. If it has several of the type, those of the first one. */
export const mappingOf = (events: readonly FunctionEvent[], type: string): Mapping => {
  const properties = events.find((event) => event.type === type)?.properties ?? {};
  const { FunctionResponseTypes, MaximumRetryAttempts, DestinationConfig } = Properties.parse(properties);
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
