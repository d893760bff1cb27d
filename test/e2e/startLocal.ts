import { spawn } from "node:child_process";
import { once } from "node:events";
import { until } from "./until.ts";

/** Runs a command that starts the local system in the working directory, and waits until it answers. Resolves with a function that stops it. */
export const startLocal = async (
  command: string,
  args: readonly string[],
  url: string,
): Promise<() => Promise<void>> => {
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  const ended = once(child, "exit");
  const stop = async () => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGINT"); // as Ctrl-C does: to npm, its shell and the system
    await ended;
  };
  const answers = () =>
    fetch(`${url}/_local`).then(
      () => true,
      () => undefined,
    );
  try {
    await until("local system", answers);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return stop;
};
