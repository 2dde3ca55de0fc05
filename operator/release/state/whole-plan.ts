import { planStack } from "../../plan/plan";
import type { StackPlan } from "../../plan/stack-plan";
import type { Progress } from "../../progress/progress";
import { errorMatches } from "../../terraform/diagnostics";
import type { Workspace } from "../../terraform/workspace";

/** What AWS's services say to a role without the right to read, in the text of Terraform's error. */
const mayNotRead = /AccessDenied|UnauthorizedOperation|AuthorizationError|is not authorized to perform/;

/**
 * A plan of the whole stack; compared with the state alone where the role that releases may not read the stack's other resources.
 * @param looks whether to look at what exists. @default true
 */
export async function wholePlan(workspace: Workspace, progress: Progress, looks = true): Promise<StackPlan> {
  if (!looks) return planStack(workspace, { progress, refresh: false });
  try {
    return await planStack(workspace, { progress });
  } catch (error) {
    if (!errorMatches(error, mayNotRead)) throw error;
    const text = "compared with the state alone: the credentials may not read every resource of the stack";
    progress.report({ stack: workspace.id, type: "note", text });
    return planStack(workspace, { progress, refresh: false });
  }
}
