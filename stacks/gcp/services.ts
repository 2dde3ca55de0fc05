import type { TerraformStack } from "cdktf";
import { apisOfEveryStack, ProjectServices } from "../../modules/gcp/account/project-services";
import type { PlatformSettings } from "../../settings/schema";

type Settings = PlatformSettings["gcp"];

/** The APIs of the stack, by the first part of their names. */
export function apisOf(settings: Settings): string[] {
  return [...apisOfEveryStack, ...optionalServices(settings)];
}

/** Enables the Google APIs that the stack calls. It comes before everything else, so that other resources depend on it. */
export function addProjectServices(stack: TerraformStack, settings: Settings): void {
  new ProjectServices(stack, "services", { services: optionalServices(settings) });
}

/** The APIs that only some settings need. */
function optionalServices({
  customer_managed_keys,
  database,
  cache,
  service,
  load_balancer,
  build,
  budget,
  deploy,
  pipelines,
}: Settings): readonly string[] {
  const needed = {
    containerscanning: true,
    cloudkms: customer_managed_keys,
    servicenetworking: database,
    sqladmin: database,
    memorystore: cache,
    networkconnectivity: cache,
    cloudtrace: service.tracing.enabled,
    cloudscheduler: Object.values(service.tasks).some(({ schedule }) => schedule),
    dns: load_balancer.dns_zone,
    iap: load_balancer.iap_members.length > 0,
    cloudbuild: build,
    billingbudgets: budget,
    iamcredentials: deploy || pipelines,
    sts: deploy || pipelines,
  };
  return Object.entries(needed)
    .filter(([, isNeeded]) => isNeeded)
    .map(([name]) => name);
}
