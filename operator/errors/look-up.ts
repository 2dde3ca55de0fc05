import type { ClientOptions } from "../aws/client";
import type { PlanJson, ResourceChange } from "../plan/plan-json";
import { withoutKey } from "../plan/plan-json";
import { azureImportId } from "./azure-ids";
import { importId } from "./import-ids";

/** A resource that exists under its planned name but is not in the state: a killed apply can leave one. */
export interface Orphan {
  readonly address: string;
  /** The id for `terraform import`: known from the name, or looked up. */
  readonly importId?: string;
  /** An import reads less than the plan sets, and no later plan is empty: after its import it is made again. @default false */
  readonly remake?: boolean;
  /** What a person can do where there is no id. */
  readonly hint?: string;
}

/** Types that a person looks for: they exist once in their network and are found only when they are attached, or only a list knows their id. */
export const byHand: Readonly<Record<string, string>> = {
  aws_internet_gateway:
    "the VPC has one that is not in the state: find it with aws ec2 describe-internet-gateways, detach and delete it",
  aws_vpn_gateway:
    "the VPC has one that is not in the state: find it with aws ec2 describe-vpn-gateways, detach and delete it",
  google_cloudbuild_trigger:
    "find its id with gcloud builds triggers list --region <region>, then import projects/<project>/locations/<region>/triggers/<id>",
};

/** A resource that could not be made, and the words with which its service refused it. */
export interface Refused {
  readonly address: string;
  readonly text: string;
}

/** Finds out how each of the resources is imported: by the names in the plan, by the words of the error, or by asking the service. */
export async function lookUp(stack: string, refused: readonly Refused[], plan: PlanJson): Promise<Orphan[]> {
  const found: Orphan[] = [];
  for (const { address, text } of refused) {
    const resource = plan.resource_changes?.find((it) => it.address === address);
    found.push({ address, ...(resource?.type && (await idOf(stack, resource, text, plan))) });
  }
  return found;
}

async function idOf(
  stack: string,
  resource: ResourceChange,
  text: string,
  plan: PlanJson,
): Promise<Omit<Orphan, "address">> {
  const { type = "" } = resource;
  const after: Readonly<Record<string, unknown>> = { ...Object(resource.change.after) };
  if (type.startsWith("azurerm_")) return { importId: azureImportId(type, text, after) };
  if (type.startsWith("google_")) return byHand[type] ? { hint: byHand[type] } : { importId: importId(type, after) };
  const provider = providerOf(resource, plan);
  const planned: Readonly<Record<string, unknown>> = { ...after, ...provider };
  const named = importId(type, planned);
  // The provider reads the value of an imported parameter as `value`, never as `insecure_value`.
  if (named)
    return { importId: named, ...(type === "aws_ssm_parameter" && planned["insecure_value"] ? { remake: true } : {}) };
  // Clients of AWS are loaded only here.
  const { finders } = await import("../aws/existing/finders.js");
  const finder = finders[type];
  if (!finder) return byHand[type] ? { hint: byHand[type] } : {};
  const by = finder.by.join(" and ");
  try {
    const { clientOptions } = await import("../aws/client.js");
    const options: ClientOptions = clientOptions({ ...provider, region: provider.region ?? "us-east-1" });
    const existing = await finder.find(planned, options);
    if (!existing)
      return { hint: `looked for by its ${by}, and not found: look for it by hand, then import or delete it` };
    const owner = existing.tags?.["Stack"];
    if (owner && owner !== stack) return { hint: `${existing.id} belongs to another stack (tag Stack=${owner})` };
    return { importId: existing.id };
  } catch (error) {
    const why = (error as Error).message;
    return { hint: `could not be looked for by its ${by} (${why}): look for it by hand, then import or delete it` };
  }
}

interface ResourceProvider {
  readonly account?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly roleArn?: string;
}

/** The settings of the AWS provider that a resource has: the stack's own, or that of another region. */
function providerOf({ address }: ResourceChange, { configuration }: PlanJson): ResourceProvider {
  const { root_module: root, provider_config: providers } = configuration ?? {};
  const key = root?.resources?.find((it) => it.address === withoutKey(address))?.provider_config_key ?? "aws";
  const { allowed_account_ids, region, profile, assume_role } = providers?.[key]?.expressions ?? {};
  const role = [assume_role].flat()[0] as { role_arn?: { constant_value?: unknown } } | undefined;
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return {
    account: text([allowed_account_ids?.constant_value].flat()[0]),
    region: text(region?.constant_value),
    profile: text(profile?.constant_value),
    roleArn: text(role?.role_arn?.constant_value),
  };
}
