import { UserError } from "../../process/user-error";

/** Why a release goes back. Thrown by the phases before the finish. */
export class GoBack extends Error {
  constructor(
    /** `person`: a person ended it, by `--abort` or Ctrl-C. */
    readonly because: "failed" | "person",
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("; "));
  }
}

/** The apply that publishes has published nothing: users have this build. The release goes back, and ends well. */
export class NothingNew extends GoBack {}

/** The credentials failed for as long as new ones were waited for. */
export class NoCredentials extends Error {}

/** The release cannot begin, or this process may not change it. Nothing was changed. */
export class ReleaseRefused extends UserError {
  override readonly name = "ReleaseRefused";
}

/** The release has no end yet: a later command goes on with it. The message has the weight, the build and the command. */
export class ReleaseUnfinished extends UserError {
  override readonly name = "ReleaseUnfinished";
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
