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
export function cloudRunSizeProblem(cpu: number, memoryMib: number): string | undefined {
  const range = sizes[String(cpu)];
  if (!range) return `one of ${Object.keys(sizes).join(", ")} vCPU`;
  const [from, to] = range;
  return memoryMib < from || memoryMib > to ? `${from} to ${to} MiB for ${cpu} vCPU` : undefined;
}
