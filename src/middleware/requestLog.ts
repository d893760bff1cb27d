import type { MiddlewareObj, Request } from "@middy/core";
import * as z from "zod";
import { lazy } from "../log/lazy.ts";

/** Writes one line to the log of the function. */
export type Print = (line: string) => void;

/**
 * Writes one line of JSON for each invocation, with the fields that `describe` returns. The line names errors, but holds no payloads
 * and no headers, because people who may read the log group may not always read the events.
 */
export const requestLog = (
  describe: (request: Request) => Readonly<Record<string, unknown>>,
  print: Print,
): MiddlewareObj => {
  // Returns nothing, because middy would use a returned value as an early answer.
  const write = (request: Request, fault: Readonly<Record<string, unknown>>): undefined => {
    print(
      JSON.stringify({
        level: "info",
        function: request.context.functionName,
        requestId: request.context.awsRequestId,
        ...describe(request),
        ...fault,
      }),
    );
  };
  return {
    after: (request) => write(request, {}),
    onError: (request) => write(request, faultOf(request.error)),
  };
};

export const toStderr: Print = (line) => process.stderr.write(`${line}\n`);

// The message of an HttpError is left out, because it may quote the request.
const faultOf = (error: unknown) => {
  const clientError = ClientError().safeParse(error);
  if (clientError.success) return { level: "warn", status: clientError.data.statusCode };
  const { name, message, cause } = error instanceof Error ? error : new Error(String(error));
  return { level: "error", error: name, message, ...(cause !== undefined && { cause: String(cause) }) };
};

const ClientError = lazy(() => z.object({ statusCode: z.number().max(499) }));
