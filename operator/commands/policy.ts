import { resolve } from "node:path";
import { printError } from "../operations/command-output";
import { projectPlace } from "../operations/project";
import type { Selection } from "../operations/selection";
import { ensureCheckov } from "../policy/checkov";
import { policyGate } from "../policy/gate";

/** The check of `--policy`: checkov is installed first, so that no plan waits for it, and none is made where it cannot be had. */
export async function policyOf({ platformOf }: Pick<Selection, "platformOf">) {
  const root = process.cwd();
  await ensureCheckov(root, () => printError("Installing checkov…"));
  const { folder = "." } = projectPlace();
  return policyGate({ root, project: resolve(root, folder), platformOf: (id) => platformOf(id) ?? id });
}
