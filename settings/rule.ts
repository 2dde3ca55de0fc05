import type * as z from "zod";
import type { Node } from "./hcl/node";

/** What a rule found wrong with one setting. */
export interface Finding {
  /** Dotted path in the effective settings, e.g. `database.storage_gib`. */
  readonly path: string;
  /** @default "does not fit the other settings" */
  readonly problem?: string;
  readonly expected: string;
  readonly found: string;
}

/** A rule across several settings of one platform. */
export interface Rule {
  /** Dotted paths in the effective settings. The rule runs only if nothing at or above one of them is wrong; what is wrong below stops it where it reads that. */
  readonly reads: readonly string[];
  /** Gets the effective settings, defaults filled in; only what it `reads` is sure to be there. */
  check(settings: unknown): readonly Finding[];
}

/** Everything that is checked of one platform. */
export interface PlatformSchema {
  /** The effective settings: shared keys and the platform's own, as one strict object. */
  readonly schema: z.ZodObject;
  readonly rules: readonly Rule[];
}

/** What tfvars files may hold. */
export interface SettingsSchema {
  /** The keys at the top of a file that platforms share; a platform takes those that its own schema has. */
  readonly shared: Readonly<Record<string, z.ZodType>>;
  /** By platform id. The block of a platform is named by its id with `_` for `-`. */
  readonly platforms: Readonly<Record<string, PlatformSchema>>;
  /** The platform whose block is in the environment's own file, because it belongs to no system. */
  readonly environmentPlatform?: string;
  /** The keys that say where something is: only files of `environments/` hold them. Each with the values that it holds for; most hold for all. */
  readonly placeKeys?: Readonly<Record<string, (value: Node) => boolean>>;
}

/**
 * Whether a key at the top of a platform's settings is set by the names of files and folders and never inside one: `environment` and
 * `system`.
 */
export function isFixed(key: string): boolean {
  return key === "environment" || key === "system";
}

/** The keys of a platform's block that stand in the system's `base.tfvars` only: they decide ids and names in every environment. */
export const baseKeys: readonly string[] = ["stack", "name"];

/** The keys at the top of a system's `base.tfvars`, which stand nowhere else: they are of the system, not of one of its stacks. */
export const systemKeys: readonly string[] = ["pipeline", "pipeline_environments", "pipeline_tests"];

/** Whether a platform is in an AWS account, which the emulators carry. */
export const isAws = (platform: string): boolean => platform === "account" || platform.startsWith("aws");

/** The name of a platform's block in a tfvars file: `aws_eks` for `aws-eks`. */
export function blockName(platform: string): string {
  return platform.replaceAll("-", "_");
}
