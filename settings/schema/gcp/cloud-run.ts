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

/** What would be accepted instead of a size that Cloud Run (second generation) does not run; undefined for a valid one. */
export function cloudRunSizeProblem(cpu: number, memoryMib: number): string | undefined {
  const range = sizes[String(cpu)];
  if (!range) return `one of ${Object.keys(sizes).join(", ")} vCPU`;
  const [from, to] = range;
  return memoryMib < from || memoryMib > to ? `${from} to ${to} MiB for ${cpu} vCPU` : undefined;
}
