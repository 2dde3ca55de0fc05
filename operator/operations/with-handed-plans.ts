import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import {
  type HandedPlan,
  handedPlans,
  placePlan,
  providerLockOf,
  removeConfigurations,
  writeConfigurations,
} from "../handover/handed-plans";
import { planKey } from "../handover/key";
import { refuseOthers } from "../handover/refusals";
import type { Progress } from "../progress/progress";
import { ownName } from "../start/leftovers.cjs";
import type { DeployOptions } from "./deploy";
import { keysOf } from "./plan-keys";

/** The options of a deploy that applies handed-over plans. */
type FromPlans = Partial<Pick<DeployOptions, "source" | "planned" | "placePlan" | "providerLock">>;

/**
 * Opens the plans of a folder, if there is one, for `use`, and says where each comes from. Their configurations are written aside for as long as it runs.
 * @param source folder with `stacks/<id>` of each stack, as this checkout builds it
 * @throws {UserError} for the first plan that does not open or is not of this checkout, before any is used
 */
export async function withHandedPlans<T>(
  folder: string | undefined,
  ids: readonly string[],
  { source, progress }: { readonly source: string; readonly progress: Progress },
  use: (options: FromPlans) => Promise<T>,
): Promise<T> {
  if (folder === undefined) return use({});
  const plans = handedPlans(folder, ids, await keysOf(planKey(folder), ids, source));
  await refuseOthers(plans, source);
  for (const plan of plans) progress.report({ stack: plan.id, type: "note", text: originText(plan) });
  const of = (id: string) => plans.find((plan) => plan.id === id) as HandedPlan;
  mkdirSync(".local", { recursive: true, mode: 0o700 });
  const aside = mkdtempSync(join(".local", `${ownName("handed")}-`));
  try {
    writeConfigurations(plans, aside);
    return await use({
      source: aside,
      planned: true,
      placePlan: (workspace) => placePlan(of(workspace.id), workspace),
      providerLock: (id) => providerLockOf(of(id)),
    });
  } finally {
    removeConfigurations(aside);
  }
}

function originText({ manifest, plan }: HandedPlan): string {
  const { versions, commit, run } = manifest;
  const by = run ? `the run ${run} of HCP Terraform` : `${versions.product} ${versions.version}`;
  return `planned ${plan.created} by ${by}${commit ? `, at commit ${commit}` : ""}`;
}
