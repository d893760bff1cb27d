import { spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";

/**
 * Runs a program in a new Node process and returns the JSON that it writes to the file descriptor 3. What it prints is thrown away, as
 * a function's log goes to a pipe that nobody waits for. Throws an error with what it wrote to stderr if it fails.
 */
export const runChild = async (
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<unknown> => {
  const child = spawn(process.execPath, [...flags, file, ...args], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const [, , , output] = child.stdio;
  if (!(output instanceof Readable && child.stderr !== null)) throw new Error("The program has no pipe to write to");
  const [written, errors, [code]] = await Promise.all([text(output), text(child.stderr), once(child, "exit")]);
  if (code !== 0 || written === "") throw new Error(`${[file, ...args].join(" ")} failed:\n${errors}`);
  return JSON.parse(written);
};
