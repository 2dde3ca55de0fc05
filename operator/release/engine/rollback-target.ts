import type { Summary } from "../log/entries";
import { gaveOf } from "../log/gave";
import { idOf } from "../log/names";
import type { Values } from "../port/platform";
import type { ReleaseContext } from "../run/context";
import { commands } from "../run/end";
import { ReleaseRefused } from "../run/ends";

/** Where a rollback leads. */
export interface Target {
  /** An image, or versions of functions. */
  readonly build: string;
  /** The commit that was released as this build. @default - not known */
  readonly commit: string | undefined;
  /** The releases after this one are taken back. @default - the last one that completed */
  readonly after: string | undefined;
  readonly to?: string;
}

type Of = Pick<ReleaseContext, "platform" | "stack">;

/**
 * The build that users get again.
 * @param releases newest first
 * @param now what the state has
 * @param to the release that is named. @default - the build before the last one that completed
 * @throws {ReleaseRefused} where there is none, or none that can be given
 */
export function targetOf(of: Of, releases: readonly Summary[], now: Values, to: string | undefined): Target {
  const target = to === undefined ? before(of, releases, now) : named(of, releases, to);
  if (liveWith(of, now, target.build) === undefined) throw new ReleaseRefused(notGiven(of, target.build));
  return target;
}

/**
 * What users would have by the state if `build` were given: functions that it does not name stay as they are. Undefined: it does not name
 * what could be given.
 */
export function liveWith({ platform }: Of, now: Values, build: string): string | undefined {
  if (!platform.direct) return build;
  const values = platform.direct(now, build);
  return values && platform.buildOf({ ...now, ...values });
}

/** Why a build cannot be given, and what to do. */
export function notGiven({ stack }: Of, build: string): string {
  return `Cannot go back to ${build} of ${stack}: expected the versions of functions that are deployed, such as chat=7. An earlier version of this tool did not record them, or a function is gone. See ${commands.history(stack)}, then npm run deploy -- ${stack} --var <function>_live_version=<version>`;
}

function before(of: Of, releases: readonly Summary[], now: Values): Target {
  const { stack, platform } = of;
  const index = releases.findIndex(({ status }) => status === "completed");
  const last = releases[index];
  if (!last) throw new ReleaseRefused(`No release of ${stack} has completed: there is none to take back`);
  const live = platform.buildOf(now);
  const gave = liveWith(of, now, gaveOf(last));
  // An earlier version did not record it; where this leads is known, and said.
  if (gave !== undefined && gave !== live) {
    throw new ReleaseRefused(
      `Users of ${stack} have ${live}, which is not what release ${last.id} gave them (${gaveOf(last)}): name the release to go back to with --to, see ${commands.history(stack)}`,
    );
  }
  // Once more, it would give users the build again that was just taken from them.
  if (last.kind === "rollback") {
    throw new ReleaseRefused(
      `Users of ${stack} have ${live} since the rollback ${last.id}, which took ${last.fromBuild} back: nothing was changed. To give them another build, name its release with --to, see ${commands.history(stack)}`,
    );
  }
  const earlier = releases.slice(index + 1);
  const released = earlier.find((one) => one.status === "completed" && gaveOf(one) === last.fromBuild);
  return { build: last.fromBuild, commit: released?.commit, after: earlier[0]?.id };
}

function named({ stack }: Of, releases: readonly Summary[], text: string): Target {
  const id = idOf(text);
  const release = releases.find((one) => one.id === id);
  if (release?.status === "completed") return { build: gaveOf(release), commit: release.commit, after: id, to: id };
  const found = release ? `release ${id} is ${release.status}` : `there is no release ${id}`;
  throw new ReleaseRefused(
    `Cannot go back to --to ${text}: ${found}, expected one that completed. See ${commands.history(stack)}`,
  );
}

/** The migrations of the releases that are taken back. */
export function migrationsSince(releases: readonly Summary[], after: string | undefined): Summary[] {
  return releases.filter(({ id, migration }) => migration !== undefined && (after === undefined || id > after));
}
