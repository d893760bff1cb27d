import type { Request } from "@middy/core";
import type { Invocation } from "../schemas/kit/trigger.ts";

/** What a trigger may read of the Lambda context. */
export const invocationOf = ({ context }: Pick<Request, "context">): Invocation => ({
  functionArn: context.invokedFunctionArn ?? "",
});
