import { join } from "node:path";
import { UserError } from "../process/user-error";
import { configurationIn, differingPlaces } from "./configuration";
import { configurationOf, type HandedPlan } from "./handed-plans";
import { refuseOtherProgram, refuseOtherProviders, requiredProviders, versionsIn } from "./versions";

/**
 * Refuses plans that are not of this checkout: another Terraform, other providers, another configuration than it builds. What is applied is
 * what was planned; a checkout that builds something else would take it back with its next deploy, without a review.
 * @param built folder with `stacks/<id>` of each stack, as this checkout builds it
 */
export async function refuseOthers(plans: readonly HandedPlan[], built: string, env = process.env): Promise<void> {
  const quiet = { ...env, CHECKPOINT_DISABLE: "1" };
  const here = plans.some(({ manifest }) => !manifest.run) ? await versionsIn(process.cwd(), quiet) : undefined;
  for (const plan of plans) {
    const { id, manifest } = plan;
    const own = configurationIn(join(built, "stacks", id));
    // The run in HCP Terraform has its own Terraform and its own providers.
    if (here && !manifest.run) {
      refuseOtherProgram(id, manifest.versions, here);
      const { terraform = {} } = JSON.parse((own.get("cdk.tf.json") ?? "").toString()) as { terraform?: unknown };
      refuseOtherProviders(id, manifest.versions, requiredProviders(terraform));
    }
    const places = differingPlaces(configurationOf(plan), own);
    if (places.length > 0) throw new UserError(otherConfiguration(plan, places));
  }
}

function otherConfiguration({ id, manifest, plan }: HandedPlan, places: readonly string[]): string {
  const more = places.length > 3 ? ` and ${places.length - 3} more` : "";
  const commit = manifest.commit ? ` at commit ${manifest.commit}` : "";
  const files = plan.overrides?.length ? "; it was planned with files of --settings: name them here too" : "";
  return (
    `${id}: planned${commit} from another configuration than this checkout builds: ${places.slice(0, 3).join(", ")}${more} differ${files}. ` +
    "Check out the commit that was planned, or plan again. Nothing was changed"
  );
}
