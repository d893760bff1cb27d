import type { Request } from "@middy/core";
import type { Invocation } from "../schemas/kit/trigger.ts";

/** What the deployer has set, as far as triggers read it. */
export type Settings = Omit<Invocation, "functionArn">;

/** What a trigger may read of the Lambda context, and of the deployer's settings. */
export const invocationOf = ({ context }: Pick<Request, "context">, settings: Settings): Invocation => ({
  ...settings,
  functionArn: context.invokedFunctionArn ?? "",
});
