import type { TerraformStack } from "cdktf";
import { PipelineIdentities } from "../../modules/azure/account/pipeline-identities";
import type { LoadBalancer } from "../../modules/azure/edge/load-balancer";
import { definedEntries, mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import type { AzureContext } from "./context";
import type { Identities } from "./identities";
import type { Stores } from "./stores";

type Settings = PlatformSettings["azure"];

/** What the identities of pipelines get rights on. */
export interface FederationInputs extends Pick<Stores, "configuration"> {
  readonly identities: Identities;
  readonly loadBalancer: LoadBalancer;
}

/** What a workflow names, as outputs of the stack; nothing where the settings name no repository. */
export type FederationOutputs = Readonly<
  Partial<
    Record<
      "plan_client_id" | "release_client_id" | "infrastructure_client_id" | "tenant_id" | "subscription_id",
      string
    >
  >
>;

/** The identities with which GitHub Actions plans, releases and deploys the stack without a secret. */
export function addFederation(
  stack: TerraformStack,
  settings: Settings,
  { placement, vault }: AzureContext,
  { identities, configuration, loadBalancer }: FederationInputs,
): FederationOutputs {
  const { deploy, environment, subscription_id, tenant_id, service } = settings;
  const pipelines = settings.pipelines ?? deploy;
  if (!pipelines) return {};
  const { clientIds } = new PipelineIdentities(stack, "federation", {
    ...placement,
    subscriptionId: subscription_id,
    platform: service.platform,
    hasSecrets: hasSecrets(settings),
    pipelines,
    releases: deploy && { ...deploy, environment: deploy.github_environment ?? environment },
    vault,
    configuration,
    runsAs: {
      ...mapValues(identities, ({ identityId }) => identityId),
      ...(service.platform === "container_instances" && { "load-balancer": loadBalancer.identityId }),
    },
    dnsZoneId: dnsZoneId(settings),
  });
  return definedEntries({
    plan_client_id: clientIds.plan,
    release_client_id: clientIds.release,
    infrastructure_client_id: clientIds.infrastructure,
    tenant_id,
    subscription_id,
  });
}

/** Whether an app has references to secrets. */
function hasSecrets({ application, service }: Settings): boolean {
  const workloads = [application, ...Object.values(application.components)];
  return service.registry_credentials !== undefined || workloads.some(({ secrets }) => Object.keys(secrets).length > 0);
}

function dnsZoneId({ load_balancer: { dns_zone: zone }, subscription_id }: Settings): string | undefined {
  if (!zone) return undefined;
  return `/subscriptions/${subscription_id}/resourceGroups/${zone.resource_group}/providers/Microsoft.Network/dnsZones/${zone.name}`;
}
