import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type PlanOptions, planStack } from "../../plan/plan";
import type { StackPlan } from "../../plan/stack-plan";
import { writeAtomically } from "../../process/files";
import { ProcessLock } from "../../process/process-lock";
import { ownName, removeLeftovers } from "../../start/leftovers.cjs";
import { lockFile } from "../../terraform/provider-lock";
import { Workspace } from "../../terraform/workspace";

const prefix = "restore";
const stateFile = "restored.tfstate";

/**
 * What the next plan would do if a stack had this state. Terraform plans in a folder of its own, with the state in a file there: the stack's
 * own state is neither read, locked nor written. The folder holds secrets and is removed.
 */
export async function planWithState(workspace: Workspace, state: string, options: PlanOptions): Promise<StackPlan> {
  const { id, root, env } = workspace;
  removeLeftovers(root, prefix);
  const folder = mkdtempSync(join(root, `${ownName(prefix)}-`));
  try {
    const source = join(folder, "source/stacks", id);
    writeAtomically(join(source, "cdk.tf.json"), inFile(readFileSync(workspace.path("cdk.tf.json"), "utf8")));
    if (existsSync(workspace.path("assets")))
      cpSync(workspace.path("assets"), join(source, "assets"), { recursive: true });
    // The cache of provider files is the one of all stacks.
    const { TF_PLUGIN_CACHE_DIR, TF_CLI_CONFIG_FILE } = env;
    const props = { id, source: join(folder, "source"), root: folder, operation: "state restore" };
    const aside = Workspace.open({ ...props, env: { TF_PLUGIN_CACHE_DIR, TF_CLI_CONFIG_FILE } });
    try {
      if (existsSync(workspace.path(lockFile))) cpSync(workspace.path(lockFile), aside.path(lockFile));
      writeAtomically(aside.path(stateFile), state);
      await initialized(aside, root, options);
      return await planStack(aside, options);
    } finally {
      aside.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Only one `init` of this machine runs at a time, because the cache of provider files is not safe for two. */
async function initialized(aside: Workspace, root: string, { progress }: PlanOptions): Promise<void> {
  const { id: stack } = aside;
  progress.report({ stack, type: "step", step: "init" });
  const say = (text: string) => progress.report({ stack, type: "note", text });
  const lock = await ProcessLock.acquire(join(root, "init.lock"), `init of ${stack}`, say);
  try {
    await aside.init();
  } finally {
    lock.release();
  }
}

/** A synthesized stack with its state in a file. */
function inFile(text: string): string {
  const stack = JSON.parse(text) as { terraform?: { backend?: object; cloud?: object } };
  const { cloud: _, ...terraform } = stack.terraform ?? {};
  return JSON.stringify({ ...stack, terraform: { ...terraform, backend: { local: { path: stateFile } } } });
}
