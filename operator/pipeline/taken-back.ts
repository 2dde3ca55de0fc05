import type { Summary } from "../release/log/entries";
import { takenBackBy } from "../release/log/gave";
import type { Seen } from "./coverage";
import type { Evidence } from "./evidence";

/** A release, as the log of its stack has it. */
type Logged = Pick<Summary, "id" | "kind" | "status" | "build" | "fromBuild" | "live" | "started" | "ended" | "tag">;

/** Whether the log of a stack has what evidence says, and no later rollback that took the build back. @param releases newest first */
export function takenBackIn(
  stack: string,
  releases: readonly Logged[],
  { build, release, ended, tag }: Pick<Evidence, "build" | "release" | "ended" | "tag">,
): Seen {
  const refused = (seen: string): Seen => ({ passed: false, seen });
  const there = releases.find(({ id }) => Number(id) === Number(release));
  if (there?.status !== "completed")
    return refused(`taken back: the log of ${stack} has no completed release ${release}`);
  if (there.build !== build)
    return refused(`evidence: release ${release} of ${stack} is of ${build}, by the log of ${there.build}`);
  const ends = there.ended ?? there.started;
  if (Date.parse(ended) !== Date.parse(ends))
    return refused(`evidence: release ${release} of ${stack} ended ${ended}, by the log ${ends}`);
  // Where the log itself is the evidence, it names no tag: that of an application's run is one of another repository.
  if (tag !== undefined && tag !== there.tag)
    return refused(`evidence: release ${release} of ${stack} is of ${tag}, by the log of ${there.tag ?? "no tag"}`);
  const later = releases.filter(({ id }) => Number(id) > Number(release));
  const back = takenBackBy(there, later);
  return back
    ? refused(`taken back: rollback ${back.id} of ${stack} took ${build} back`)
    : { passed: true, seen: `taken back: not, by the log of ${stack}` };
}
