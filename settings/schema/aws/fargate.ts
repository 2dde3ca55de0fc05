/** Fargate's CPU and memory pairs (AWS ECS developer guide, "Task CPU and memory"): vCPU → MiB from, to, step. */
const sizes: Readonly<Record<string, readonly [from: number, to: number, step: number]>> = {
  "0.25": [512, 2048, 512],
  "0.5": [1024, 4096, 1024],
  "1": [2048, 8192, 1024],
  "2": [4096, 16_384, 1024],
  "4": [8192, 30_720, 1024],
  "8": [16_384, 61_440, 4096],
  "16": [32_768, 122_880, 8192],
};

/** What would be accepted instead of a pair that Fargate does not run; undefined for a valid pair. */
export function fargateSizeProblem(cpu: number, memoryMib: number): string | undefined {
  const range = sizes[String(cpu)];
  if (!range)
    return `one of ${Object.keys(sizes)
      .sort((a, b) => Number(a) - Number(b))
      .join(", ")} vCPU`;
  const [from, to, step] = range;
  // A quarter vCPU takes 512, 1024 and 2048 MiB, but not 1536.
  const fits = memoryMib >= from && memoryMib <= to && memoryMib % step === 0 && !(cpu === 0.25 && memoryMib === 1536);
  if (fits) return undefined;
  return cpu === 0.25
    ? "512, 1024 or 2048 MiB for 0.25 vCPU"
    : `${from} to ${to} MiB in steps of ${step} for ${cpu} vCPU`;
}
