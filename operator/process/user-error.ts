/** An error that the user can act on: its message is printed without a stack trace, and the exit code is 1. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** Mistakes in settings. The message has a line for each. */
export class MistakesError extends UserError {
  override readonly name = "MistakesError";

  constructor(
    message: string,
    /** Each mistake with its stack, file, line and path: for machines. */
    readonly mistakes: readonly object[],
  ) {
    super(message);
  }
}

/** A signal stopped the run before this work was finished. */
export class InterruptedError extends UserError {
  override readonly name = "InterruptedError";
}
