import type { Summary } from "../release/log/entries";
import { takenBackBy } from "../release/log/gave";
import { no, type Seen, unseen, yes } from "./item";

/** The releases of one stack, newest first; or why they cannot be read. */
export type Releases = readonly Summary[] | { readonly unseen: string };

/** What the log of releases says of a build. */
export interface Logs {
  /** Undefined: the checkout has no commit, and no image was named. */
  readonly build: string | undefined;
  readonly own: Releases;
  /** By environment; undefined where the system has no such stack. */
  readonly of: Readonly<
    Record<"test" | "staging", { readonly stack: string; readonly releases: Releases } | undefined>
  >;
}

const unknownBuild = unseen("which build is meant: name it with --image");

/** Each line that the logs answer. */
export function releaseLooks({ build, own, of }: Logs) {
  const other = (environment: "test" | "staging") => {
    const there = of[environment];
    if (!there) return unseen(`the system has no such stack in an environment named ${environment}`);
    return has(there.releases, build, there.stack);
  };
  /** What the newest release of this build says. */
  const last = (look: (release: Summary) => Seen) =>
    from(own, (all) => {
      if (build === undefined) return unknownBuild;
      const found = all.find((one) => one.build === build);
      return found ? look(found) : unseen(`no release of ${build} is in the log; a deploy alone leaves none`);
    });
  return {
    test: other("test"),
    staging: other("staging"),
    // Before its deployment, a build that is not here yet is no fault.
    released: has(own, build, "this stack", unseen),
    wayBack: from(own, (all) => {
      const now = all.find(({ status }) => status === "completed");
      return now
        ? yes(`npm run rollback goes back to release ${now.id} of ${now.build} after the next one`)
        : unseen("no release has completed yet: the way back is a deploy of the build before");
    }),
    rehearsed: of.staging
      ? from(of.staging.releases, (all) => {
          const back = all.find((one) => one.kind === "rollback" && one.status === "completed");
          return back
            ? yes(`rollback ${back.id} of ${of.staging?.stack} completed ${back.ended}`)
            : unseen(`no rollback of ${of.staging?.stack} is in its log`);
        })
      : unseen("the system has no such stack in an environment named staging"),
    figures: last((release) => {
      const figures = release.figures.at(-1);
      if (!figures) return unseen(`release ${release.id} has no figures`);
      const text = `release ${release.id}: ${figures.verdict}, ${figures.reasons.join("; ")}`;
      return release.status === "completed" ? yes(text) : no(text);
    }),
    recorded: last(({ id, who, started, status }) => yes(`release ${id} by ${who}, ${started}: ${status}`)),
  } satisfies Record<string, Seen>;
}

/** Whether a build has completed a release, and was not taken back. */
function has(releases: Releases, build: string | undefined, stack: string, missing = no): Seen {
  return from(releases, (all) => {
    if (build === undefined) return unknownBuild;
    const index = all.findIndex((one) => one.build === build && one.status === "completed" && one.kind === "release");
    const found = all[index];
    if (!found) return missing(`${stack}: no completed release of ${build}`);
    const back = takenBackBy(found, all.slice(0, index));
    if (back) return no(`${stack}: ${build} was taken back by release ${back.id}`);
    return yes(`${stack}: release ${found.id} of ${build} completed ${found.ended}`);
  });
}

const from = (releases: Releases, look: (all: readonly Summary[]) => Seen): Seen =>
  "unseen" in releases ? unseen(releases.unseen) : look(releases);
