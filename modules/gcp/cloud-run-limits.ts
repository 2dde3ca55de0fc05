import type { HealthProbes } from "../container";

/**
 * Memory that goes with each number of vCPU, in MiB, from and to (Cloud Run, "Configure CPU limits"). The second generation
 * starts at 512 MiB. A part of a vCPU exists only in the first generation, with one request at a time.
 */
const sizes: Readonly<Record<string, readonly [from: number, to: number]>> = {
  "1": [512, 4096],
  "2": [512, 8192],
  "4": [2048, 16_384],
  "6": [4096, 24_576],
  "8": [4096, 32_768],
};

/** Says what would be accepted, or nothing when Cloud Run (second generation) runs such a replica. */
export function cloudRunSizeProblem(cpu: number, memoryMib: number, concurrency = 80): string | undefined {
  const range = sizes[String(cpu)];
  if (!range) return `${Object.keys(sizes).join(", ")} vCPU`;
  const [from, to] = range;
  if (memoryMib < from || memoryMib > to) return `${from} to ${to} MiB for ${cpu} vCPU`;
  return concurrency < 1 || concurrency > 1000 ? "1 to 1000 requests at a time" : undefined;
}

/** Cloud Run's longest start, in seconds. */
const startupSeconds = 240;

/** Says what would be accepted, or nothing when Cloud Run gives a replica that time to start. */
export function cloudRunStartupProblem({ startup }: HealthProbes): string | undefined {
  const seconds = startup.intervalSeconds * startup.failures;
  return seconds > startupSeconds ? `a startup of at most ${startupSeconds} s (interval × failures)` : undefined;
}
