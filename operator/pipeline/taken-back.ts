import type { Seen } from "./coverage";

/** Whether a later rollback of a stack has taken a build back. @param releases newest first */
export function takenBackIn(
  stack: string,
  releases: readonly {
    readonly id: string;
    readonly kind: string;
    readonly status: string;
    readonly fromBuild: string;
  }[],
  build: string,
  release: string,
): Seen {
  const later = releases.filter(({ id }) => Number(id) > Number(release));
  const back = later.find((one) => one.kind === "rollback" && one.status === "completed" && one.fromBuild === build);
  if (back) return { passed: false, seen: `taken back: rollback ${back.id} of ${stack} took ${build} back` };
  const there = releases.find(({ id }) => Number(id) === Number(release));
  return there?.status === "completed"
    ? { passed: true, seen: `taken back: not, by the log of ${stack}` }
    : { passed: false, seen: `taken back: the log of ${stack} has no completed release ${release}` };
}
