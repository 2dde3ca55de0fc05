import { resolve } from "node:path";
import { printError } from "../operations/command-output";
import { projectPlace } from "../operations/project";
import { readProject, type Selection } from "../operations/selection";
import { ensureCheckov } from "../policy/checkov";
import { policyGate } from "../policy/gate";

/** The check of `--policy`: checkov is installed first, so that no plan waits for it, and none is made where it cannot be had. */
export async function policyOf({ ids }: Pick<Selection, "ids">) {
  const root = process.cwd();
  await ensureCheckov(root, () => printError("Installing checkov…"));
  const { stacks } = await readProject();
  const platforms = new Map(stacks.map(({ id, platform }) => [id, platform]));
  for (const id of ids) if (!platforms.has(id)) throw new Error(`${id} is no stack of the project`);
  const { folder = "." } = projectPlace();
  return policyGate({ root, project: resolve(root, folder), platformOf: (id) => platforms.get(id) ?? id });
}
