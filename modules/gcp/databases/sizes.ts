import type { Size } from "../../sizes";

/**
 * Cloud SQL tiers of edition Enterprise, `db-custom-<vCPU>-<MiB>`. None shares its cores: those are outside the service level
 * agreement. large and up have the most memory that a vCPU may have, 6.5 GiB.
 */
export const databaseTiers: Readonly<Record<Size, string>> = {
  small: "db-custom-1-3840",
  medium: "db-custom-2-8192",
  large: "db-custom-2-13312",
  xlarge: "db-custom-4-26624",
};

/** Memorystore node types: 1.4, 6.5, 13 and 58 GB. small shares its cores and is outside the service level agreement. */
export const cacheNodeTypes: Readonly<Record<Size, string>> = {
  small: "SHARED_CORE_NANO",
  medium: "STANDARD_SMALL",
  large: "HIGHMEM_MEDIUM",
  xlarge: "HIGHMEM_XLARGE",
};
