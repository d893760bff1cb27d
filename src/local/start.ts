import { optionsOf } from "./options.ts";
import { reportOf } from "./parity/report.ts";
import { summaryOf } from "./summary.ts";
import { startSystem } from "./system.ts";
import { UserError } from "./userError.ts";

/**
 * Runs the local system until it is interrupted: `npm start`. `args` are the arguments of the command. Prints a sentence and sets the exit
 * code if it cannot start.
 */
export const start = async (args: readonly string[]): Promise<void> => {
  process.env["TZ"] = "UTC"; // as in Lambda
  try {
    const system = await startSystem(optionsOf(args));
    let stopping: Promise<void> | undefined;
    const stop = () => {
      if (stopping !== undefined) process.exit(130); // the second Ctrl-C does not wait
      stopping = system.stop();
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
    console.log(`${reportOf(system.findings)}\n\n${summaryOf(system)}`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
};
