import * as z from "zod";
import type { LambdaContext } from "./lambda.ts";

/**
 * The id of the request that delivered the event first. Lambda's retries keep it; a redrive is a new request and passes the first
 * id on in the client context.
 */
export const originalRequestId = ({ awsRequestId, clientContext }: LambdaContext): string =>
  Redriven.safeParse(clientContext).data?.custom.originalRequestId ?? awsRequestId;

/** The client context of a redrive. Lambda's runtime hands it to the function as it is. */
export const clientContextOf = (requestId: string): z.infer<typeof Redriven> => ({
  custom: { originalRequestId: requestId },
});

const Redriven = z.object({ custom: z.object({ originalRequestId: z.string().min(1) }) });
