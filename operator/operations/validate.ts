import type { Diagnostic } from "../progress/diagnostic";
import { TerraformError } from "../terraform/diagnostics";
import { readJson } from "../terraform/json-output";
import { type RunOptions, runStacks, type StackResult } from "./run";

/** Checks synthesized stacks against their providers' schemas, without state and credentials. One after the other, because each takes 0.4 GB of memory. */
export function validateStacks(ids: readonly string[], options: RunOptions): Promise<StackResult[]> {
  const { progress } = options;
  return runStacks(
    ids,
    { ...options, operation: "validate", before: () => [], parallel: 1, offline: true },
    async (workspace) => {
      progress.report({ stack: workspace.id, type: "step", step: "validate" });
      await workspace.init();
      const text = await workspace.terraform.run(["validate", "-json", "-no-color"], [0, 1]);
      const { valid, diagnostics } = readJson("validate", text) as { valid: boolean; diagnostics: Diagnostic[] };
      if (!valid) throw new TerraformError("validate", diagnostics);
      return { status: "valid" };
    },
  );
}
