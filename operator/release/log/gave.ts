import type { Summary } from "./entries";

type Given = Pick<Summary, "kind" | "status" | "build" | "fromBuild" | "live">;

/** What a release gave users, in the words of `fromBuild`: an image, or versions of functions. The build of functions is a commit. */
export const gaveOf = ({ live, build }: Pick<Given, "live" | "build">): string => live ?? build;

/** The rollback that took back what a release gave; nothing where none did. @param later the releases after it, newest first */
export function takenBackBy<One extends Given>(
  release: Pick<Given, "live" | "build">,
  later: readonly One[],
): One | undefined {
  const gave = gaveOf(release);
  const completed = later.filter(({ status }) => status === "completed");
  const next = completed.at(-1);
  // An earlier version did not record what it gave: then what followed at once took it back.
  const isUnknown = next !== undefined && hasVersions(next.fromBuild) && !hasVersions(gave);
  if (isUnknown) return next.kind === "rollback" ? next : undefined;
  return completed.find((one) => one.kind === "rollback" && isSame(one.fromBuild, gave));
}

/** Whether two texts say the same of what both name: functions come and go between two releases. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  const both = [...a.keys()].filter((name) => b.has(name));
  return both.length > 0 && both.every((name) => a.get(name) === b.get(name));
}

const hasVersions = (text: string): boolean => [...partsOf(text).values()].some((version) => version !== "");

/** `chat=7` is a function with its version; an image is a name without one. */
function partsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(" ").map((part) => {
      const [, name = part, version = ""] = /^([^=]+)=(\d+)$/.exec(part) ?? [];
      return [name, version];
    }),
  );
}
