import * as z from "zod";
import type { LambdaContext } from "./lambda.ts";

/**
 * The id of the request that delivered the event first. Lambda's retries have the same id. A redrive is a new request, so it passes
 * the first id in the client context.
 */
export const originalRequestId = ({ awsRequestId, clientContext }: LambdaContext): string =>
  RedriveContext.safeParse(clientContext).data?.custom.originalRequestId ?? awsRequestId;

/** The client context of a redrive. Lambda's runtime gives it to the function unchanged. */
export const clientContextOf = (requestId: string): z.infer<typeof RedriveContext> => ({
  custom: { originalRequestId: requestId },
});

const RedriveContext = z.object({ custom: z.object({ originalRequestId: z.string().min(1) }) });
