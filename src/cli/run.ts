import { ExitCode, proposeCompletions, run as runApplication } from "@stricli/core";
import { application, shellCode } from "./application.ts";
import { type Context, unread } from "./context.ts";

const INTERRUPTED = 130;

/**
 * Runs the command line with these arguments. With `__complete` and the words of a command line that is being typed, it prints what
 * fits as the last word. Resolves with the exit code of the process.
 */
export const run = async (args: readonly string[], context: Omit<Context, "process">): Promise<number> => {
  const isUnread = () => context.signal.reason === unread;
  const stream = (output: Context["out"]) => ({
    write: (text: string) => void (isUnread() || output.write(text)), // what ends the command then is no error
    getColorDepth: () => (output.hasColor ? 4 : 1),
  });
  const process: Context["process"] & { exitCode?: number } = {
    stdout: stream(context.out),
    stderr: stream(context.err),
    env: context.env,
  };
  const [first, ...words] = args;
  if (first === "__complete") {
    const found = await proposeCompletions(application, words, { ...context, process });
    await context.out.write(found.map(({ completion, brief }) => `${completion}\t${brief}\n`).join(""));
    return 0;
  }
  // The library takes it for an argument, and a subject may look like that.
  const empty = flagsOf(args).find((arg) => /^--[a-z][a-z-]*=$/i.test(arg));
  if (empty !== undefined) {
    await context.err.write(`tributary: Expected input for flag ${empty.slice(0, -1)}. See --help\n`);
    return shellCode(ExitCode.InvalidArgument);
  }
  await runApplication(application, args, { ...context, process });
  if (isUnread()) return 0;
  const code = shellCode(Number(process.exitCode ?? 0));
  return code !== 0 && context.signal.aborted ? INTERRUPTED : code;
};

/** The arguments among which there can be flags. */
const flagsOf = (args: readonly string[]): readonly string[] => {
  const end = args.indexOf("--");
  return end === -1 ? args : args.slice(0, end);
};
