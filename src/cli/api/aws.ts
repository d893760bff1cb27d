import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { Context } from "../context.ts";

/** The settings of every AWS client of one command. */
export type Aws = ReturnType<typeof awsFor>;

/**
 * The user's AWS credentials as the AWS SDK finds them: environment, profile, single sign-on, assumed role, process, container or
 * instance. Asks for the code of an MFA device, once for all clients.
 */
export const awsFor = (
  context: Context,
  { region, profile }: { readonly region?: string; readonly profile?: string },
) => ({
  ...(region !== undefined && { region }),
  ...(profile !== undefined && { profile }),
  credentials: defaultProvider({
    ...(profile !== undefined && { profile }),
    mfaCodeProvider: (serial) => context.ask(`MFA code for ${serial}: `),
  }),
});
