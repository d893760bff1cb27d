import { run as runApplication } from "@stricli/core";
import { application, shellCode } from "./application.ts";
import type { Context } from "./context.ts";

const INTERRUPTED = 130;

/** Runs the command line with these arguments. Resolves with the exit code of the process. */
export const run = async (args: readonly string[], context: Omit<Context, "process">): Promise<number> => {
  const stream = (output: Context["out"]) => ({
    write: (text: string) => void output.write(text),
    getColorDepth: () => (output.hasColor ? 4 : 1),
  });
  const process: Context["process"] & { exitCode?: number } = {
    stdout: stream(context.out),
    stderr: stream(context.err),
    env: context.env,
  };
  await runApplication(application, args, { ...context, process });
  const code = shellCode(Number(process.exitCode ?? 0));
  return code !== 0 && context.signal.aborted ? INTERRUPTED : code;
};
