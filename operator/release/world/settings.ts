import { loadSettings } from "../../../settings/load";
import type { ProjectPlace } from "../../../settings/project/folder";
import type { StackReference } from "../../../settings/project/stacks";
import type { PlatformSettings } from "../../../settings/schema";
import { releaseAbilities } from "../../../settings/schema/abilities";
import type { ReleaseSettings } from "../../../settings/schema/release/release";
import type { ReleaseAbilities } from "../../../settings/schema/release/rules";
import type { StrategyName } from "../../../settings/schema/release/steps";
import type { Plan } from "../log/entries";

/** What the settings of a stack say about its releases. */
export interface StackRelease extends ReleaseSettings {
  readonly strategy: StrategyName;
  /** Paths of the checks before and after, by the check's name. */
  readonly paths: Plan["checks"];
}

/** Reads the setting `release` of a stack that has one, with what it takes from others where it is silent. */
export function releaseOf(stack: StackReference, place: ProjectPlace, files: readonly string[]): StackRelease {
  const { settings } = loadSettings(stack, { ...place, files });
  const { release } = settings as { readonly release: ReleaseSettings };
  const ecs = stack.platform === "aws" ? (settings as PlatformSettings["aws"]) : undefined;
  const abilitiesOf = releaseAbilities[stack.platform] as ((of: typeof settings) => ReleaseAbilities) | undefined;
  const divides = abilitiesOf?.(settings).undivided === undefined;
  const health = ecs?.application.health;
  const given = Object.entries(release.checks).flatMap(([name, path]) => (path ? [[name, [path]] as const] : []));
  const application = health && [...new Set([health.live.path, health.ready.path])];
  return {
    ...release,
    strategy: release.strategy ?? (divides ? "blue_green" : "rolling"),
    paths: { ...(application && { application }), ...Object.fromEntries(given) },
  };
}
