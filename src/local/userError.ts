/** An error that the user can correct: a broken template, a taken port. Its message is one sentence, and is printed without a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
  }
}
