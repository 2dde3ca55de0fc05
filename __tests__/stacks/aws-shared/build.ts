import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selectStacks } from "../../../stacks/registry";
import { synthesize } from "../../../stacks/synthesis/synthesize";
import { examples, type StackJson } from "../synthesized";

/** A stack with these settings over those of its environment. */
export async function build(id: string, override = ""): Promise<StackJson> {
  const folder = mkdtempSync(join(tmpdir(), "stack-"));
  try {
    const file = join(folder, "override.tfvars");
    writeFileSync(file, override);
    const stacks = selectStacks(examples.stacks, [id]);
    const { mistakes } = await synthesize({ project: examples, outdir: folder, stacks, ownFiles: [file] });
    expect(mistakes).toEqual([]);
    return JSON.parse(readFileSync(join(folder, "stacks", id, "cdk.tf.json"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
