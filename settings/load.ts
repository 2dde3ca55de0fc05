import { checkSettings } from "./check";
import type { Node } from "./hcl/node";
import { layerSettings } from "./layers/layers";
import type { LayerOptions } from "./layers/read-layers";
import { SettingsError } from "./mistake";
import { type Segment, showPath } from "./path";
import type { StackSource } from "./project/stack-files";
import type { SettingsSchema } from "./rule";
import { type Platform, type PlatformSettings, settingsSchema } from "./schema/index";

/** Where a value comes from. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  /** The key as it is written there; a platform's block may have set a shared value, e.g. `aws.database.size`. */
  readonly path: string;
}

/** The checked settings of one stack. */
export interface Loaded<Settings = Record<string, unknown>> {
  readonly settings: Settings;
  /** By dotted path in `settings`, for each value that a file sets. A path that is missing here has its default. */
  readonly provenance: ReadonlyMap<string, Origin>;
  /** By the same paths: the default of the environment that the system's value overrides. */
  readonly overridden: ReadonlyMap<string, Origin>;
}

/** A stack of a platform. */
export type SourceOf<P extends Platform> = StackSource & { readonly platform: P };

/**
 * The settings of one stack, layered and checked, typed by the platform.
 * @throws {SettingsError} with every mistake, each with file and line
 */
export function loadSettings<P extends Platform>(
  source: SourceOf<P>,
  options: LayerOptions,
): Loaded<PlatformSettings[P]> {
  return loadWith(settingsSchema, source, options) as Loaded<PlatformSettings[P]>;
}

/** The same with another schema, which tests have. */
export function loadWith(schema: SettingsSchema, source: StackSource, options: LayerOptions): Loaded {
  const layered = layerSettings(schema, source, options);
  const checked = checkSettings(schema.platforms[source.platform], layered);
  const mistakes = [...layered.mistakes, ...checked.mistakes];
  if (mistakes.length > 0 || !checked.settings) throw new SettingsError(mistakes);
  const provenance = originsOf(layered.root);
  const defaults = [...originsOf(layered.defaults)];
  const overridden = defaults.filter(([path, { file, line }]) => {
    const now = provenance.get(path);
    return now && (now.file !== file || now.line !== line);
  });
  return { settings: checked.settings, provenance, overridden: new Map(overridden) };
}

/** What set each value, by its path. */
export function originsOf(root: Node): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  collectOrigins(root, [], origins);
  return origins;
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
