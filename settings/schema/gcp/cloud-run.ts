/**
 * Valid memory for each number of vCPU, from and to, in MiB (Cloud Run, "Configure CPU limits"). The second generation needs
 * 512 MiB. Less than one vCPU exists only in the first generation, with one request at a time.
 */
const sizes: Readonly<Record<string, readonly [from: number, to: number]>> = {
  "1": [512, 4096],
  "2": [512, 8192],
  "4": [2048, 16_384],
  "6": [4096, 24_576],
  "8": [4096, 32_768],
};

/** The trace collector next to the application's container. */
export const collectorSize = { cpu: 1, memoryMib: 512 };

/** The most that all containers of a replica may have (Cloud Run, "Configure CPU limits", "Configure memory limits"). */
const most = { cpu: 8, memoryMib: 32_768 };

/** What would be accepted instead of a size that leaves no room for the collector; undefined where it fits. */
export function collectorProblem(cpu: number, memoryMib: number): string | undefined {
  const left = { cpu: most.cpu - collectorSize.cpu, memoryMib: most.memoryMib - collectorSize.memoryMib };
  return cpu > left.cpu || memoryMib > left.memoryMib
    ? `at most ${left.cpu} vCPU and ${left.memoryMib} MiB next to the trace collector, or service.tracing.enabled = false`
    : undefined;
}

/** What would be accepted instead of a size that Cloud Run (second generation) does not run; undefined for a valid one. */
export function cloudRunSizeProblem(cpu: number, memoryMib: number): string | undefined {
  const range = sizes[String(cpu)];
  if (!range) return `one of ${Object.keys(sizes).join(", ")} vCPU`;
  const [from, to] = range;
  return memoryMib < from || memoryMib > to ? `${from} to ${to} MiB for ${cpu} vCPU` : undefined;
}
