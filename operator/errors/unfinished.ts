import { relative } from "node:path";
import type { StackPlan } from "../plan/stack-plan";
import { shellQuote, shellWord } from "../process/shell";
import { UserError } from "../process/user-error";
import type { Progress } from "../progress/progress";
import type { Workspace } from "../terraform/workspace";
import { untaint } from "./adopt";
import { importedBy } from "./import-ids";

/**
 * Addresses that an interrupted apply has made and not finished, and that the plan would replace the wrong way: the new one is made first,
 * under the same name. Some services refuse that. Others answer with the one that is there (queues, topics), and it is then destroyed as the
 * old one.
 */
export async function unfinishedIn(plan: StackPlan): Promise<string[]> {
  const tainted = plan.changes.filter(({ reason, createdFirst }) => reason === "tainted" && createdFirst);
  if (tainted.length === 0) return [];
  const { finders } = await import("../aws/existing/finders.js");
  const named = tainted.filter(({ address }) => {
    const type = address.split(".")[0] ?? "";
    // What Azure has is named by us, and a second one under its name is the first, changed.
    return importedBy[type] !== undefined || finders[type] !== undefined || type.startsWith("azurerm_");
  });
  return named.map(({ address }) => address);
}

/** Keeps what an interrupted apply has not finished: the next plan shows what it lacks. */
export async function keepUnfinished(
  workspace: Workspace,
  addresses: readonly string[],
  progress: Progress,
): Promise<void> {
  for (const address of addresses) {
    const text = `keeping ${address}, which an interrupted apply has made: what it lacks is planned`;
    progress.report({ stack: workspace.id, type: "note", text });
    await untaint(workspace, address);
  }
}

/** The error of a deploy that may not keep them by itself. */
export function unfinishedError({ id, dir, env }: Workspace, addresses: readonly string[]): UserError {
  const folder = shellWord(relative(process.cwd(), dir) || ".");
  const terraform = shellWord(env.TERRAFORM_BINARY_NAME || "terraform");
  return new UserError(
    [
      `${id}: an interrupted apply has made ${addresses.length} resources and not finished them (tainted). The plan makes a second one of each under the same name before it destroys the first: that fails, or destroys both. Nothing was changed. To keep them and plan what they lack (npm run deploy -- ${id} --adopt does it):`,
      ...addresses.map((address) => `  ${terraform} -chdir=${folder} untaint ${shellQuote(address)}`),
    ].join("\n"),
  );
}
