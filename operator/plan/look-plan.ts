import type { Progress } from "../progress/progress";
import { savedRun } from "../terraform/remote-run";
import type { Workspace } from "../terraform/workspace";
import { variableArguments } from "./late-bound";
import { StreamedChanges } from "./plan-changes";
import { planEvents } from "./plan-events";
import { discardLook, readPlan, stoppedRun } from "./plan-file";
import type { PlanJson } from "./plan-json";
import { refuseStateOfAnother } from "./stack-tag";

export interface LookOptions {
  readonly progress: Progress;
  /** Values of Terraform variables, as for a deploy. */
  readonly vars?: Readonly<Record<string, string>>;
}

const file = "look.tfplan";
const log = "look.log";

/**
 * What a plan with a refresh finds, in an initialized workspace. It takes no lock, writes no state, and keeps nothing: a plan that was saved
 * for a deploy stays. The result holds secrets: never print it. Empty where nothing differs.
 * @throws {UserError} when the state is another stack's
 */
export async function lookPlan(workspace: Workspace, { progress, vars = {} }: LookOptions): Promise<PlanJson> {
  const { id: stack, terraform } = workspace;
  progress.report({ stack, type: "step", step: "plan" });
  const streamed = new StreamedChanges();
  const args = ["plan", "-input=false", "-json", "-detailed-exitcode", "-lock=false", `-out=${file}`];
  args.push(...(await variableArguments(workspace, vars)));
  try {
    await terraform
      .stream(args, workspace.path(log), planEvents(stack, streamed, progress), [0, 2])
      .catch(async (error) => {
        throw await stoppedRun(workspace, error, log);
      });
    // Reading the plan starts the providers once more. A run in HCP Terraform prints no such lines.
    const isEmpty = !streamed.hasDrift && streamed.changes.length === 0 && !savedRun(workspace, file);
    if (isEmpty) return {};
    const plan = await readPlan(workspace, file);
    refuseStateOfAnother(stack, plan);
    return plan;
  } finally {
    await discardLook(workspace, file, log);
  }
}
