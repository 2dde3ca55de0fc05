import { loadSettings } from "../../../settings/load";
import type { ProjectPlace } from "../../../settings/project/folder";
import type { StackReference } from "../../../settings/project/stacks";
import type { StrategyName } from "../judge/strategies";
import type { Plan, Requirement } from "../log/entries";

/** The setting `release` of a stack. */
export interface ReleaseSettings {
  readonly strategy?: StrategyName;
  readonly steps?: string;
  readonly keep_minutes: number;
  readonly min_requests: number;
  readonly on_silence: Plan["onSilence"];
  readonly require: readonly Requirement[];
  readonly checks: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What the settings of a stack say about its releases. */
export function releaseSettings(stack: StackReference, place: ProjectPlace, files: readonly string[]): ReleaseSettings {
  const { settings } = loadSettings(stack, { ...place, files });
  return (settings as unknown as { readonly release: ReleaseSettings }).release;
}

/** The paths of the checks before and after, by the check's name. */
export function checkPaths({ checks }: ReleaseSettings): Plan["checks"] {
  const entries = Object.entries(checks).filter(([, paths]) => paths !== undefined);
  return Object.fromEntries(entries.map(([name, paths]) => [name, [paths].flat() as string[]]));
}
