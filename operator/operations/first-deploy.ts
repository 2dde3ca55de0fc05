import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { countText, findingText } from "../preflight/findings-text";
import { folderOf } from "../process/folders";
import { interrupt } from "../process/interrupt";
import { InterruptedError, UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import { withBackend } from "../terraform/earlier-state";
import { readStackConfig } from "../terraform/stack-config";
import { bootstrapFile, placeText, recordedBackend } from "../terraform/state-place";
import { Terraform } from "../terraform/terraform";
import { preflightStacks } from "./preflight";
import type { Selection } from "./selection";

export interface FirstDeployOptions {
  readonly progress: Progress;
  readonly vars?: Readonly<Record<string, string>>;
  /** The operator's own folder. @default ".local" */
  readonly root?: string;
}

/**
 * Runs a preflight for those of the stacks that do not exist yet. Stacks of the emulator are left out.
 * @throws {UserError} with everything that is missing; what could not be looked at is a note
 */
export async function checkFirstDeploy(
  ids: readonly string[],
  selection: Pick<Selection, "source" | "emulatedIds" | "hcpRuns">,
  { progress, vars, root = ".local" }: FirstDeployOptions,
): Promise<void> {
  const clouds = ids.filter((id) => !selection.emulatedIds.includes(id));
  const exist = await Promise.all(clouds.map((id) => isDeployed(id, selection.source, root)));
  const fresh = clouds.filter((_, index) => exist[index] === false);
  if (fresh.length === 0) return;
  const findings = await preflightStacks(fresh, selection, vars);
  if (interrupt.requested) throw new InterruptedError("stopped before anything was changed");
  const stack = fresh.join(", ");
  for (const finding of findings.filter(({ status }) => status === "unknown"))
    progress.report({ stack, type: "note", text: findingText(finding) });
  progress.report({ stack, type: "note", text: `before the first deploy: ${countText(findings)}` });
  const missing = findings.filter(({ status }) => status === "missing");
  if (missing.length === 0) return;
  const lines = missing.map((finding) => `  ${findingText(finding)}`);
  const again = `npm run preflight -- ${fresh.join(" ")} looks again; with --no-preflight the deploy begins all the same`;
  throw new UserError(
    [`${stack}: ${missing.length} missing before the first deploy. Nothing was changed.`, ...lines, again].join("\n"),
  );
}

/** Whether a stack has resources in its state. Undefined where that cannot be seen: Terraform then says why. */
async function isDeployed(id: string, source: string, root: string): Promise<boolean | undefined> {
  const dir = folderOf(id, root);
  const config = readStackConfig(join(source, "stacks", id, "cdk.tf.json"));
  // A state that is still in an earlier place, or in the file of a bootstrap that was interrupted.
  const recorded = recordedBackend(join(dir, ".terraform"));
  if (recorded && placeText(recorded) !== placeText(config.backend)) return undefined;
  const begun = join(dir, bootstrapFile);
  if (config.ownsBackend && existsSync(begun) && hasResources(readFileSync(begun, "utf8"))) return true;
  try {
    if (config.backend.type === "s3") {
      const { stateText } = await import("../preflight/aws/state.js");
      return hasResources(await stateText(config.backend.settings));
    }
    const env = { ...process.env, TF_INPUT: "0", TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
    const pull = (terraform: Terraform) => terraform.run(["state", "pull"]);
    const elsewhere = () => withBackend({ id, dir, config, env }, config.backend, pull);
    // The stack's own folder needs no `init` where an earlier run has made it ready for the same place.
    return hasResources(await (recorded ? pull(new Terraform({ cwd: dir, env })).catch(elsewhere) : elsewhere()));
  } catch {
    return undefined;
  }
}

/** Whether a state, as Terraform writes it, has any resource. */
function hasResources(text: string | undefined): boolean {
  if (!text?.trim()) return false;
  return ((JSON.parse(text) as { resources?: unknown[] }).resources ?? []).length > 0;
}
