import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { LoadBalancer } from "../../modules/azure/edge/load-balancer";
import { Monitoring } from "../../modules/azure/monitoring/monitoring";
import type { PlatformSettings } from "../../settings/schema";
import { useBackend } from "../backend";
import { addOutputs } from "../outputs";
import { alerts } from "../shared-settings";
import { addApplication, addIdentities } from "./application";
import { addGround } from "./ground";
import { useAzureProvider } from "./provider";
import { addStores } from "./stores";

/** The Test Execution System on Container Instances behind an Application Gateway, with PostgreSQL (document 002). */
export class AzureStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["azure"]) {
    super(scope, id);
    useBackend(this, settings);
    useAzureProvider(this, settings);

    const { load_balancer: balancer, application, budget } = settings;
    const ground = addGround(this, settings);
    const { placement, network, vault, workspaceId, logs, registry } = ground;
    const identities = addIdentities(this, settings, ground);
    const { artifacts, database, cache, configuration } = addStores(this, settings, ground, identities);
    const { backend, watched, queues } = addApplication(this, settings, ground, {
      identities,
      connections: { database, cache, buckets: { artifacts }, configuration, metricNamespace: settings.system },
    });
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      ...placement,
      network,
      certificate: { vault, name: balancer.certificate },
      backend,
      workspaceId,
      capacity: balancer.capacity,
      rateLimit: balancer.requests_per_ip,
      ingressCidrs: balancer.ingress_cidrs,
      zones: settings.zones,
      dnsRecord: dnsRecord(balancer),
    });

    const [queue] = Object.values(queues);
    new Monitoring(this, "monitoring", {
      ...placement,
      emails: settings.notifications,
      alerts: alerts(settings),
      services: watched,
      loadBalancer,
      database,
      workspaceId,
      applicationInsightsId: logs.applicationInsightsId,
      cache,
      queue,
      availability: { url: `https://${balancer.domain}${application.health.ready.path}` },
      budget: budget && { monthlyUsd: budget.monthly_usd, emails: budget.emails },
    });

    addOutputs(this, {
      application_url: `https://${balancer.domain}`,
      artifacts_bucket: artifacts.bucketName,
      cache_endpoint: cache?.primaryEndpoint,
      configuration_path: configuration.endpoint,
      database_endpoint: database.endpoint,
      load_balancer_dns_name: loadBalancer.dnsName,
      registry_url: registry.loginServer,
      vault_uri: vault.uri,
    });
  }
}

function dnsRecord({ domain, dns_zone: zone }: PlatformSettings["azure"]["load_balancer"]) {
  if (!zone) return undefined;
  const name = domain === zone.name ? "@" : domain.slice(0, -zone.name.length - 1);
  return { name, zoneName: zone.name, zoneResourceGroup: zone.resource_group };
}
