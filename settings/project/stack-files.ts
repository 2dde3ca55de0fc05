import { join } from "node:path";

/** What decides which files hold a stack's settings. */
export interface StackSource {
  readonly platform: string;
  readonly environment: string;
  /** The folder of `systems/` that describes the application; a stack of the environment itself has none. */
  readonly system?: string;
}

/** The file of an environment, relative to the checkout. */
export const environmentFile = (folder: string, environment: string) =>
  join(folder, "environments", `${environment}.tfvars`);

/** The file of an environment's values of a system; `base` holds those of all environments. */
export const systemFile = (folder: string, system: string, environment: string) =>
  join(folder, "systems", system, `${environment}.tfvars`);

/** The file in which a stack exists: that of the system in the environment, or of the environment itself. */
export const ownFile = (folder: string, { environment, system }: StackSource) =>
  system === undefined ? environmentFile(folder, environment) : systemFile(folder, system, environment);
