import * as z from "zod";
import { lazy } from "../log/lazy.ts";
import type { LambdaContext } from "./lambda.ts";

/**
 * The id of the request that delivered the event first. Lambda's retries have the same id. A redrive is a new request, so it passes
 * the first id in the client context.
 */
export const originalRequestId = ({ awsRequestId, clientContext }: LambdaContext): string =>
  (clientContext !== undefined && RedriveContext().safeParse(clientContext).data?.custom.originalRequestId) ||
  awsRequestId;

/** The client context of a redrive. Lambda's runtime gives it to the function unchanged. */
export const clientContextOf = (requestId: string): RedriveContext => ({
  custom: { originalRequestId: requestId },
});

type RedriveContext = z.infer<ReturnType<typeof RedriveContext>>;
const RedriveContext = lazy(() => z.object({ custom: z.object({ originalRequestId: z.string().min(1) }) }));
