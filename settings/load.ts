import { checkSettings } from "./check";
import type { Node } from "./hcl/node";
import { type LayerOptions, layerSettings } from "./layers";
import { SettingsError } from "./mistake";
import { type Segment, showPath } from "./path";
import type { SettingsSchema } from "./rule";
import { type Platform, type PlatformSettings, settingsSchema } from "./schema/index";

/** Where a value comes from. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  /** The key as it is written there; a platform's block may have set a shared value, e.g. `aws.database.size`. */
  readonly path: string;
}

/** The checked settings of one platform in one environment. */
export interface Loaded<Settings = Record<string, unknown>> {
  readonly platform: string;
  readonly environment: string;
  readonly settings: Settings;
  /** By dotted path in `settings`, for each value that a file sets. A path that is missing here has its default. */
  readonly provenance: ReadonlyMap<string, Origin>;
}

/**
 * The settings of one platform in one environment, layered and checked, typed by the platform.
 * @throws {SettingsError} with every mistake, each with file and line
 */
export function loadSettings<P extends Platform>(
  platform: P,
  environment: string,
  options: LayerOptions,
): Loaded<PlatformSettings[P]> {
  return loadWith(settingsSchema, platform, environment, options) as Loaded<PlatformSettings[P]>;
}

/** The same with another schema, which tests have. */
export function loadWith(schema: SettingsSchema, platform: string, environment: string, options: LayerOptions): Loaded {
  const layered = layerSettings(schema, platform, environment, options);
  const checked = checkSettings(schema.platforms[platform], layered);
  const mistakes = [...layered.mistakes, ...checked.mistakes];
  if (mistakes.length > 0 || !checked.settings) throw new SettingsError(mistakes);
  const provenance = new Map<string, Origin>();
  collectOrigins(layered.root, [], provenance);
  return { platform, environment, settings: checked.settings, provenance };
}

/** A list counts as one value: later layers replace it as a whole. */
function collectOrigins(node: Node, path: readonly Segment[], origins: Map<string, Origin>): void {
  if (node.kind === "object" && node.entries.size > 0) {
    for (const [key, child] of node.entries) collectOrigins(child, [...path, key], origins);
  } else {
    const { file, line, path: own } = node.place;
    origins.set(showPath(path), { file, line, path: showPath(own) });
  }
}
