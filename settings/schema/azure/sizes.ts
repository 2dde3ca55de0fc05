interface Size {
  readonly cpu: number;
  readonly memory_mib: number;
}

/** What the collector of traces takes beside the application, as `modules/azure/containers/trace-collector.ts` gives it. */
const collector: Size = { cpu: 0.25, memory_mib: 512 };

/**
 * Says what would be accepted, or nothing when a container group can have it: together 1 to 31 vCPU and 1 to 240 GiB, memory
 * in steps of 0.1 GiB (Azure, "Resource availability and quota limits"). Above 4 vCPU or 16 GiB a region may have no room.
 */
export function containerGroupSizeProblem(size: Size, isTraced: boolean): string | undefined {
  const { cpu, memory_mib } = total(size, isTraced);
  if (cpu < 1 || cpu > 31) return "1 to 31 vCPU, with the collector of traces";
  if (memory_mib < 1024 || memory_mib > 240 * 1024) return "1024 to 245760 MiB, with the collector of traces";
  return Number.isInteger((size.memory_mib * 10) / 1024) ? undefined : "memory in steps of 0.1 GiB";
}

/** As above for Container Apps (Consumption): 0.25 to 4 vCPU in steps of 0.25, 2 GiB for each vCPU. */
export function containerAppSizeProblem(size: Size, isTraced: boolean): string | undefined {
  const { cpu, memory_mib } = total(size, isTraced);
  const fits = cpu >= 0.25 && cpu <= 4 && Number.isInteger(cpu * 4) && memory_mib === cpu * 2048;
  return fits ? undefined : "0.25 to 4 vCPU in steps of 0.25 with 2048 MiB for each";
}

function total(size: Size, isTraced: boolean): Size {
  return isTraced ? { cpu: size.cpu + collector.cpu, memory_mib: size.memory_mib + collector.memory_mib } : size;
}
