import * as z from "zod";

/** What a worker is started with. */
export const Setup = z.object({ file: z.string(), handler: z.string() });

/** One invocation, as the worker gets it. `payload` is JSON. */
export const Invocation = z.object({
  requestId: z.string(),
  payload: z.string(),
  /** Parsed from the JSON of the caller. */
  clientContext: z.unknown(),
  /** Milliseconds since 1970. The function is stopped then. */
  deadline: z.number(),
  functionName: z.string(),
  functionArn: z.string(),
  memoryMb: z.number(),
});

export type Invocation = z.infer<typeof Invocation>;

/** What a worker answers. `payload` is the JSON of the result or of the error. */
export const Message = z.object({ kind: z.enum(["result", "error"]), payload: z.string() });
export type Message = z.infer<typeof Message>;

/** The payload of an error, as Lambda's runtime sends it. */
export const errorPayload = (error: unknown): string => {
  const { name, message, stack = "" } = error instanceof Error ? error : { name: "string", message: String(error) };
  return JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split("\n") });
};
