/** An error that a person is told in one sentence. The command then exits with this code. */
export interface Failure extends Error {
  readonly exitCode: number;
}

/** What was asked for did not work. Exit code 1. */
export const failure = (message: string, cause?: unknown): Failure =>
  Object.assign(new Error(message, { cause }), { exitCode: 1 });

/** The command was called in a wrong way. Exit code 2. */
export const wrongUsage = (message: string): Failure => Object.assign(new Error(message), { exitCode: 2 });

/** Whether this is an error that a person is told as it is. */
export const isFailure = (thrown: unknown): thrown is Failure =>
  thrown instanceof Error && "exitCode" in thrown && typeof thrown.exitCode === "number";

/** The exit code for anything that was thrown. */
export const exitCodeOf = (thrown: unknown): number => (isFailure(thrown) ? thrown.exitCode : 1);
