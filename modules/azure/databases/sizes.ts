import type { Size } from "../../sizes";

/** PostgreSQL flexible servers. small is burstable: no standby, no read replicas; large and up have memory to match. */
export const databaseSkus: Readonly<Record<Size, string>> = {
  small: "B_Standard_B2s",
  medium: "GP_Standard_D2ds_v5",
  large: "MO_Standard_E2ds_v5",
  xlarge: "MO_Standard_E4ds_v5",
};

/** Azure Managed Redis: 1, 6, 12 and 24 GB. */
export const cacheSkus: Readonly<Record<Size, string>> = {
  small: "Balanced_B1",
  medium: "Balanced_B5",
  large: "MemoryOptimized_M10",
  xlarge: "MemoryOptimized_M20",
};

/** Disks of a flexible server, in GiB. */
const diskSizes = [32, 64, 128, 256, 512, 1024, 2048, 4095, 8192, 16384, 32767];

/** The disk of a flexible server that holds this many GiB, in MiB: Azure sells them in steps. */
export function databaseStorageMib(gib: number): number {
  const size = diskSizes.find((candidate) => candidate >= gib);
  if (!size) throw new Error(`storage of a database: expected at most ${diskSizes.at(-1)} GiB, found ${gib}`);
  // The provider's name for the largest disk, which is no multiple of 1024.
  return size === 32767 ? 33_553_408 : size * 1024;
}
