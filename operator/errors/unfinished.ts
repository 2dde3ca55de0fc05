import { relative } from "node:path";
import type { StackPlan } from "../plan/stack-plan";
import { shellQuote, shellWord } from "../process/shell";
import { UserError } from "../process/user-error";
import { type Diagnostic, diagnosticText } from "../progress/diagnostic";
import type { Progress } from "../progress/progress";
import { recordingWriter } from "../states/record-writer";
import type { Workspace } from "../terraform/workspace";
import { untaint } from "./adopt";
import { importedBy } from "./import-ids";

/**
 * Addresses that an interrupted apply has made and not finished, and that the plan would replace the wrong way. What is protected refuses
 * it in the middle of the apply. Or the new one is made first, under the same name: some services refuse that, others answer with the one
 * that is there (queues, topics), and it is then destroyed as the old one.
 */
export async function unfinishedIn(plan: StackPlan): Promise<string[]> {
  const tainted = plan.changes.filter(
    ({ reason, createdFirst, isProtected }) => reason === "tainted" && (createdFirst || isProtected),
  );
  if (tainted.length === 0) return [];
  const { finders } = await import("../aws/existing/finders.js");
  const named = tainted.filter(({ address, isProtected }) => {
    if (isProtected) return true;
    const type = address.split(".")[0] ?? "";
    // What Azure has is named by us, and a second one under its name is the first, changed.
    return importedBy[type] !== undefined || finders[type] !== undefined || type.startsWith("azurerm_");
  });
  return named.map(({ address }) => address);
}

/** Keeps what an interrupted apply has not finished: the next plan shows what it lacks. Returns whether any of it was marked as such. */
export function keepUnfinished(
  workspace: Workspace,
  addresses: readonly string[],
  progress: Progress,
): Promise<boolean> {
  return recordingWriter(workspace, "deploy --adopt", progress, async () => {
    let kept = false;
    for (const address of addresses) {
      if (!(await untaint(workspace, address))) continue;
      const text = `keeping ${address}, which an interrupted apply has made: what it lacks is planned`;
      progress.report({ stack: workspace.id, type: "note", text });
      kept = true;
    }
    return kept;
  });
}

/** The error of a deploy that may not keep them by itself. `others` are errors of the same plan. */
export function unfinishedError(
  { id, dir, env }: Workspace,
  addresses: readonly string[],
  others: readonly Diagnostic[] = [],
): UserError {
  const folder = shellWord(relative(process.cwd(), dir) || ".");
  const terraform = shellWord(env.TERRAFORM_BINARY_NAME || "terraform");
  return new UserError(
    [
      ...others.map(diagnosticText),
      `${id}: an apply that failed or was interrupted has made ${addresses.length} resources and not finished them (tainted), and the plan would replace each. What is protected refuses that. Of the others it makes a second one under the same name before it destroys the first: that fails, or destroys both. Nothing was changed. To keep them with their data and plan what they lack (npm run deploy -- ${id} --adopt does it; docs/operations.md says what to do with one that does not work):`,
      ...addresses.map((address) => `  ${terraform} -chdir=${folder} untaint ${shellQuote(address)}`),
    ].join("\n"),
  );
}
