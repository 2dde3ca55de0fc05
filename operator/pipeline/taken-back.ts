import type { Summary } from "../release/log/entries";
import { takenBackBy } from "../release/log/gave";
import type { Seen } from "./coverage";
import type { Evidence } from "./evidence";

/** A release, as the log of its stack has it. */
type Logged = Pick<Summary, "id" | "kind" | "status" | "build" | "fromBuild" | "live">;

/** Whether the log of a stack has what evidence says, and no later rollback that took the build back. @param releases newest first */
export function takenBackIn(
  stack: string,
  releases: readonly Logged[],
  { build, release }: Pick<Evidence, "build" | "release">,
): Seen {
  const refused = (seen: string): Seen => ({ passed: false, seen });
  const there = releases.find(({ id }) => Number(id) === Number(release));
  if (there?.status !== "completed")
    return refused(`taken back: the log of ${stack} has no completed release ${release}`);
  if (there.build !== build)
    return refused(`evidence: release ${release} of ${stack} is of ${build}, by the log of ${there.build}`);
  const later = releases.filter(({ id }) => Number(id) > Number(release));
  const back = takenBackBy(there, later);
  return back
    ? refused(`taken back: rollback ${back.id} of ${stack} took ${build} back`)
    : { passed: true, seen: `taken back: not, by the log of ${stack}` };
}
