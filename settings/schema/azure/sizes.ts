interface Size {
  readonly cpu: number;
  readonly memory_mib: number;
}

/** Size of the trace collector next to the application, as in `modules/azure/containers/trace-collector.ts`. */
const collector: Size = { cpu: 0.25, memory_mib: 512 };

/**
 * What would be accepted instead of a size that a container group cannot have; undefined for a valid one. Valid are 1 to 31 vCPU
 * and 1 to 240 GiB of all containers together, memory in steps of 0.1 GiB (Azure, "Resource availability and quota limits").
 * Above 4 vCPU or 16 GiB a region may have no capacity.
 */
export function containerGroupSizeProblem(size: Size, isTraced: boolean): string | undefined {
  const { cpu, memory_mib } = total(size, isTraced);
  if (cpu < 1 || cpu > 31) return "1 to 31 vCPU, with the trace collector";
  if (memory_mib < 1024 || memory_mib > 240 * 1024) return "1024 to 245760 MiB, with the trace collector";
  return Number.isInteger((size.memory_mib * 10) / 1024) ? undefined : "memory in steps of 0.1 GiB";
}

/** The same for Container Apps (Consumption): 0.25 to 4 vCPU in steps of 0.25, 2 GiB for each vCPU. */
export function containerAppSizeProblem(size: Size, isTraced: boolean): string | undefined {
  const { cpu, memory_mib } = total(size, isTraced);
  const fits = cpu >= 0.25 && cpu <= 4 && Number.isInteger(cpu * 4) && memory_mib === cpu * 2048;
  return fits ? undefined : "0.25 to 4 vCPU in steps of 0.25 with 2048 MiB for each";
}

function total(size: Size, isTraced: boolean): Size {
  return isTraced ? { cpu: size.cpu + collector.cpu, memory_mib: size.memory_mib + collector.memory_mib } : size;
}
