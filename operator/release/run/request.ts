import type { Summed } from "../judge/scan";
import type { Plan, Requirement } from "../log/entries";
import type { LogStore } from "../port/log-store";

/** What a release is to do, from the options and the setting `release` of the environment. */
export interface ReleaseRequest
  extends Pick<
    Plan,
    "strategy" | "steps" | "minRequests" | "onSilence" | "keepMinutes" | "despite" | "checks" | "commit" | "metrics"
  > {
  /** The image with its digest, or the commit of the functions' code. */
  readonly build: string;
  /** Folder of the functions' code. Absent: the build is an image. */
  readonly code?: string;
  /** Name of the task to run before the new side starts (`--migrate`). */
  readonly migrate?: string;
  /** Command that must succeed against the new side (`--smoke`). */
  readonly smoke?: string;
  /** What scanners found in the build (`--scan`): the text of a SARIF report, or a sum that is of this build, and when it was made. */
  readonly scan?: { readonly file: string } & (
    | { readonly text: string }
    | { readonly sum: Summed & { readonly at: string } }
  );
  /** Evidence of another environment (`--after`). */
  readonly after?: After;
  /** What must be given, by the setting `release.require`. */
  readonly require: readonly Requirement[];
  /** Requirements that this release goes without, each with its reason. */
  readonly waived: Readonly<Partial<Record<Requirement, string>>>;
  /** Environment of the second stack (`--with`), for the record. */
  readonly with?: string;
}

/** The same build must have completed in this environment's stack of the same system. */
export interface After {
  readonly environment: string;
  /** The stack whose log is read. */
  readonly stack: string;
  /** Where its log is: that of another account is in its own bucket. Or what a file says of a release there. */
  readonly store: LogStore | ReleasedThere;
  /** Hours that the release there may be old. @default 168, a week */
  readonly withinHours?: number;
}

/** What verified evidence says of a completed release in the other environment (`--evidence`). */
export interface ReleasedThere {
  readonly release: string;
  readonly build: string;
  /** ISO 8601. */
  readonly ended: string;
  /** When and at which commit a later job saw that users have this build. */
  readonly confirmed?: { readonly at: string; readonly commit?: string | undefined } | undefined;
}

/** The plan that the claim records. */
export function planOf(request: ReleaseRequest, now: Pick<Plan, "from" | "fromBuild" | "configHash">): Plan {
  const { scan: _, after: __, code: ___, waived, require, despite, steps, checks, ...rest } = request;
  return {
    kind: "release",
    ...rest,
    ...now,
    steps: [...steps],
    despite: [...despite],
    require: [...require],
    waived: { ...waived },
    checks: { ...checks },
  };
}
