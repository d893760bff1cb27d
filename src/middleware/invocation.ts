import type { Request } from "@middy/core";
import type { Invocation } from "../schemas/kit/trigger.ts";

/** The settings of the deployer that triggers read. */
export type Settings = Omit<Invocation, "functionArn">;

/** The settings, together with those parts of the Lambda context that a trigger may read. */
export const invocationOf = ({ context }: Pick<Request, "context">, settings: Settings): Invocation => ({
  ...settings,
  functionArn: context.invokedFunctionArn ?? "",
});
