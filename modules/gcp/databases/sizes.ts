import type { Size } from "../../sizes";

/**
 * Cloud SQL tiers of edition Enterprise, `db-custom-<vCPU>-<MiB>`. None has shared cores, which the service level agreement
 * excludes. From `large` on they have the most memory per vCPU, 6.5 GiB.
 */
export const databaseTiers: Readonly<Record<Size, string>> = {
  small: "db-custom-1-3840",
  medium: "db-custom-2-8192",
  large: "db-custom-2-13312",
  xlarge: "db-custom-4-26624",
};

/** Memorystore node types with 1.4, 6.5, 13 and 58 GB. `small` has shared cores, which the service level agreement excludes. */
export const cacheNodeTypes: Readonly<Record<Size, string>> = {
  small: "SHARED_CORE_NANO",
  medium: "STANDARD_SMALL",
  large: "HIGHMEM_MEDIUM",
  xlarge: "HIGHMEM_XLARGE",
};
