import { leaves } from "./describe";
import { hideSecrets, shorten, showLiteral } from "./hcl/literal";
import { plainValue } from "./hcl/node";
import { layerSettings } from "./layers/layers";
import type { LayerOptions } from "./layers/read-layers";
import { type Loaded, loadSettings, type Origin, originsOf, type SourceOf } from "./load";
import { SettingsError } from "./mistake";
import { parsePath, showPath } from "./path";
import { type Platform, settingsSchema } from "./schema/index";

/** A setting whose effective value differs between two versions of a project. */
export interface ChangedSetting {
  /** Dotted path in the effective settings. */
  readonly path: string;
  /** What sets it now; absent where it has its default, or is not there. */
  readonly now?: Origin;
  /** What set it then. */
  readonly before?: Origin;
  /** Both values as they are written in a file, cut to a line; what may be a secret is hidden. Absent where there is none. */
  readonly values: { readonly before?: string; readonly now?: string };
}

interface Value {
  readonly value: unknown;
  readonly origin?: Origin;
}

type Values = ReadonlyMap<string, Value>;

/** The settings of a stack in two versions of a project. */
export interface ComparedSettings {
  /** Those that differ, sorted by path. Settings that cannot be read count as none. */
  readonly changed: readonly ChangedSetting[];
  /** The checked settings of each version that can be read. */
  readonly read: readonly object[];
}

/** Reads and compares the settings of a stack in two versions of a project. */
export function compareSettings<P extends Platform>(
  stack: SourceOf<P>,
  then: LayerOptions,
  now: LayerOptions,
): ComparedSettings {
  const loaded = [then, now].map((options) => unlessWrong(() => loadSettings(stack, options)));
  const read = loaded.flatMap((one) => one?.settings ?? []);
  // With values that today's schema refuses, those of both are taken as they are written, without defaults.
  const [before, after] = checked(loaded) ?? unlessWrong(() => [written(stack, then), written(stack, now)]) ?? [];
  return { changed: before && after ? differences(before, after) : [], read };
}

function differences(before: Values, after: Values): ChangedSetting[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path) => {
    const [one, other] = [before.get(path), after.get(path)];
    if (one && other && JSON.stringify(one.value) === JSON.stringify(other.value)) return [];
    return [
      { path, now: other?.origin, before: one?.origin, values: { before: shown(path, one), now: shown(path, other) } },
    ];
  });
}

const shown = (path: string, found: Value | undefined) =>
  found && shorten(showLiteral(hideSecrets(found.value, parsePath(path))));

function unlessWrong<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return undefined;
  }
}

/** The values of both; nothing where one cannot be read. */
function checked(loaded: readonly (Loaded<object> | undefined)[]): Values[] | undefined {
  const values = loaded.flatMap((one) => (one ? [valuesOf(one.settings, one.provenance)] : []));
  return values.length === loaded.length ? values : undefined;
}

function written(stack: SourceOf<Platform>, options: LayerOptions): Values {
  const { root } = layerSettings(settingsSchema, stack, options);
  return valuesOf(plainValue(root), originsOf(root));
}

function valuesOf(settings: unknown, origins: ReadonlyMap<string, Origin>): Values {
  return new Map(
    leaves(settings, []).map(({ path, value }) => {
      const text = showPath(path);
      return [text, { value, origin: origins.get(text) }];
    }),
  );
}
