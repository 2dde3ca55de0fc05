import type { LayerOptions } from "./layers";
import { type Loaded, loadWith } from "./loader";
import { type Platform, type PlatformSettings, settingsSchema } from "./schema/index";

/**
 * The settings of one platform in one environment, layered and checked, typed by the platform.
 * Throws a SettingsError with every mistake, each with file and line.
 */
export function loadSettings<P extends Platform>(
  platform: P,
  environment: string,
  options: LayerOptions,
): Loaded<PlatformSettings[P]> {
  return loadWith(settingsSchema, platform, environment, options) as Loaded<PlatformSettings[P]>;
}
