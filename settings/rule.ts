import * as z from "zod";

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
}

/**
 * Whether a key at the top of a platform's settings is set by the product and never by a file: `environment`, and a key with one
 * legal value, which is a constant of the platform.
 */
export function isFixed(key: string, schema: z.core.$ZodType | undefined): boolean {
  const inner = schema instanceof z.ZodDefault ? schema.unwrap() : schema;
  return key === "environment" || (inner instanceof z.ZodLiteral && inner.values.size === 1);
}

/** The name of a platform's block in a tfvars file: `aws_eks` for `aws-eks`. */
export function blockName(platform: string): string {
  return platform.replaceAll("-", "_");
}
