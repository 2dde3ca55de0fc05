import { resolve } from "node:path";
import { loadSettings } from "../../../settings/load";
import type { ProjectPlace } from "../../../settings/project/folder";
import type { StackReference } from "../../../settings/project/stacks";
import type { PlatformSettings } from "../../../settings/schema";
import { releaseAbilities } from "../../../settings/schema/abilities";
import { codeFolder } from "../../../settings/schema/aws-shared/function";
import type { ReleaseSettings } from "../../../settings/schema/release/release";
import type { ReleaseAbilities } from "../../../settings/schema/release/rules";
import type { StrategyName } from "../../../settings/schema/release/steps";
import { UserError } from "../../process/user-error";
import type { Plan } from "../log/entries";

/** What the settings of a stack say about its releases. */
export interface StackRelease extends ReleaseSettings {
  readonly strategy: StrategyName;
  /** Paths of the checks before and after, by the check's name. */
  readonly paths: Plan["checks"];
  /** Folder of the functions' code. Absent: an image is released. */
  readonly code?: string;
}

/** What every command on releases says of a stack that has none. */
export const notReleased = (id: string): string =>
  `${id}: expected a stack of AWS with an application or functions: only these are released so far`;

/** Reads the setting `release` of a stack, with what it takes from others where it is silent. @throws {UserError} for a stack that has none */
export function releaseOf(stack: StackReference, place: ProjectPlace, files: readonly string[]): StackRelease {
  const { settings } = loadSettings(stack, { ...place, files });
  const { release } = settings as { readonly release?: ReleaseSettings };
  if (!release) throw new UserError(notReleased(stack.id));
  const ecs = stack.platform === "aws" ? (settings as PlatformSettings["aws"]) : undefined;
  const abilitiesOf = releaseAbilities[stack.platform] as ((of: typeof settings) => ReleaseAbilities) | undefined;
  const divides = abilitiesOf?.(settings).undivided === undefined;
  const health = ecs?.application.health;
  const given = Object.entries(release.checks).flatMap(([name, path]) => (path ? [[name, [path]] as const] : []));
  const application = health && [...new Set([health.live.path, health.ready.path])];
  return {
    ...release,
    ...(!ecs && { code: codeIn(settings, place) }),
    strategy: release.strategy ?? (divides ? "blue_green" : "rolling"),
    paths: { ...(application && { application }), ...Object.fromEntries(given) },
  };
}

/** The folder of the functions of a stack that has some. */
export const codeOf = (stack: StackReference, place: ProjectPlace, files: readonly string[]): string =>
  codeIn(loadSettings(stack, { ...place, files }).settings, place);

const codeIn = (settings: object, { root, folder = "." }: ProjectPlace): string =>
  codeFolder(settings as PlatformSettings["aws-websocket"], resolve(root, folder));
