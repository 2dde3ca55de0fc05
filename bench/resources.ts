import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Number of resources in the stacks that were synthesized into a folder. */
export function countResources(outdir: string): number {
  return readdirSync(join(outdir, "stacks"))
    .map((id) => readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8"))
    .map((text) => (JSON.parse(text) as { resource?: Record<string, object> }).resource ?? {})
    .flatMap((byType) => Object.values(byType))
    .reduce((count, resources) => count + Object.keys(resources).length, 0);
}
