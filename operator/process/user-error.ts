/** An error that the user can act on: its message is printed without a stack trace, and the exit code is 1. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** A signal stopped the run before this work was finished. */
export class InterruptedError extends UserError {
  override readonly name = "InterruptedError";
}
