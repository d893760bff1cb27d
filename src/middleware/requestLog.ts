import type { MiddlewareObj, Request } from "@middy/core";
import * as z from "zod";

/** Writes one line of text to the function's log. */
export type Print = (line: string) => void;

/**
 * One structured JSON line an invocation, with what `describe` finds in the request. It names errors, and neither
 * payloads nor headers: who may read a log group is not always who may read the events.
 */
export const requestLog = (
  describe: (request: Request) => Readonly<Record<string, unknown>>,
  print: Print,
): MiddlewareObj => {
  // Returns nothing: middy takes what a hook returns for an early answer.
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

// What an HttpError says is for its caller: it may quote what was sent.
const faultOf = (error: unknown) => {
  const callersError = CallersError.safeParse(error);
  if (callersError.success) return { level: "warn", status: callersError.data.statusCode };
  const { name, message, cause } = error instanceof Error ? error : new Error(String(error));
  return { level: "error", error: name, message, ...(cause !== undefined && { cause: String(cause) }) };
};

const CallersError = z.object({ statusCode: z.number().max(499) });
