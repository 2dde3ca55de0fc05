import { dropPlan } from "../../plan/plan-file";
import type { StackPlan } from "../../plan/stack-plan";
import type { Progress } from "../../progress/progress";
import type { Workspace } from "../../terraform/workspace";
import { asApplyError } from "./apply-error";

/** The plan that looks at what exists. Nothing where that holds more than the release, or may not be read: a way back must not end there. */
export async function lookedPlan(
  workspace: Workspace,
  progress: Progress,
  make: () => Promise<StackPlan>,
  moreIn: (plan: StackPlan) => readonly string[],
): Promise<StackPlan | undefined> {
  const say = (why: string) => {
    progress.report({ stack: workspace.id, type: "note", text: `compared with the state alone: ${why}` });
  };
  try {
    const plan = await make();
    const more = moreIn(plan);
    if (more.length === 0) return plan;
    dropPlan(workspace);
    say(`other things differ too (${more.join(", ")})`);
  } catch (error) {
    const { kind, message } = await asApplyError(error, workspace);
    if (kind !== "other") throw error;
    say(message);
  }
  return undefined;
}
