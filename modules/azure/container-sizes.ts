import type { ContainerProps } from "../container";
import { collectorSize, type TracingProps } from "./trace-collector";

interface Size {
  readonly cpu: number;
  readonly memoryMib: number;
}

/** What the containers of a service take together. */
function total({ cpu, memoryMib }: ContainerProps, tracing?: TracingProps): Size {
  return tracing
    ? { cpu: cpu + collectorSize.cpu, memoryMib: memoryMib + collectorSize.memoryMib }
    : { cpu, memoryMib };
}

/**
 * Refuses what no container group can have: together 1 to 31 vCPU and 1 to 240 GiB, memory in steps of 0.1 GiB. Above 4 vCPU or
 * 16 GiB a region may have no room.
 */
export function checkGroupSize(name: string, container: ContainerProps, tracing?: TracingProps): void {
  const { cpu, memoryMib } = total(container, tracing);
  const found = `found ${cpu} vCPU and ${memoryMib} MiB`;
  if (cpu < 1 || cpu > 31) throw new Error(`service "${name}": expected 1 to 31 vCPU in a container group, ${found}`);
  if (memoryMib < 1024 || memoryMib > 240 * 1024) {
    throw new Error(`service "${name}": expected 1024 to 245760 MiB in a container group, ${found}`);
  }
  if (!Number.isInteger((container.memoryMib * 10) / 1024)) {
    throw new Error(`service "${name}": expected memory in steps of 0.1 GiB, found ${container.memoryMib} MiB`);
  }
}

/** Refuses what the Consumption profile of Container Apps does not know: 0.25 to 4 vCPU in steps of 0.25, 2 GiB for each vCPU. */
export function checkAppSize(name: string, container: ContainerProps, tracing?: TracingProps): void {
  const { cpu, memoryMib } = total(container, tracing);
  if (cpu < 0.25 || cpu > 4 || !Number.isInteger(cpu * 4) || memoryMib !== cpu * 2048) {
    throw new Error(
      `service "${name}": expected 0.25 to 4 vCPU in steps of 0.25 with 2048 MiB for each, found ${cpu} vCPU and ${memoryMib} MiB`,
    );
  }
}
