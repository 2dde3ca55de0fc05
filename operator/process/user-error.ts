/** A mistake or refusal that a person can act on: the message is shown as it is, without a stack trace, and the exit code is 1. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** The run was stopped by a signal before this work was finished. */
export class InterruptedError extends UserError {
  override readonly name = "InterruptedError";
}
