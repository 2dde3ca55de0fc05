import type { Size } from "../../sizes";

/**
 * Machines of PostgreSQL flexible servers. `small` is burstable, without standby or read replicas; from `large` on they are
 * memory-optimized.
 */
export const databaseSkus: Readonly<Record<Size, string>> = {
  small: "B_Standard_B2s",
  medium: "GP_Standard_D2ds_v5",
  large: "MO_Standard_E2ds_v5",
  xlarge: "MO_Standard_E4ds_v5",
};

/** Sizes of Azure Managed Redis: 1, 6, 12 and 24 GB. */
export const cacheSkus: Readonly<Record<Size, string>> = {
  small: "Balanced_B1",
  medium: "Balanced_B5",
  large: "MemoryOptimized_M10",
  xlarge: "MemoryOptimized_M20",
};

/** Sizes of a flexible server's disk, in GiB. */
const diskSizes = [32, 64, 128, 256, 512, 1024, 2048, 4095, 8192, 16384, 32767];

/** The smallest disk of a flexible server with at least this many GiB, in MiB. */
export function databaseStorageMib(gib: number): number {
  const size = diskSizes.find((candidate) => candidate >= gib);
  if (!size) throw new Error(`storage of a database: expected at most ${diskSizes.at(-1)} GiB, found ${gib}`);
  // The provider's value for the largest disk, which is no multiple of 1024.
  return size === 32767 ? 33_553_408 : size * 1024;
}
