import type { MiddlewareObj, Request } from "@middy/core";

/** Writes one line of text to the function's log. */
export type Print = (line: string) => void;

/**
 * One structured JSON line an invocation, with what `describe` finds in the request. It names errors, and neither
 * payloads nor headers: who may read a log group is not always who may read the events.
 */
export const requestLog = (describe: (request: Request) => Readonly<Record<string, unknown>>, print: Print): MiddlewareObj => {
  const write = (request: Request, fault: Readonly<Record<string, unknown>>) =>
    print(
      JSON.stringify({
        level: "info",
        function: request.context.functionName,
        requestId: request.context.awsRequestId,
        ...describe(request),
        ...fault,
      }),
    );
  return {
    after: (request) => write(request, {}),
    onError: (request) => {
      const { error } = request;
      const told = error !== null && typeof error === "object" && "expose" in error;
      write(request, { level: told ? "warn" : "error", error: error?.name, errorMessage: error?.message });
    },
  };
};

export const toStdout: Print = (line) => process.stdout.write(`${line}\n`);
