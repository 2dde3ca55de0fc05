import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AuditTrail } from "../../modules/gcp/account/audit-trail";
import { ProjectServices } from "../../modules/gcp/account/project-services";
import { BuildTrigger } from "../../modules/gcp/builds/build-trigger";
import { LoadBalancer } from "../../modules/gcp/edge/load-balancer";
import { Monitoring } from "../../modules/gcp/monitoring/monitoring";
import { Network } from "../../modules/gcp/network/network";
import { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { useBackend } from "../backend";
import { addOutputs } from "../outputs";
import { alerts } from "../shared-settings";
import { addApplication } from "./application";
import { labels, useGoogleProvider } from "./provider";
import { addKey, addStores } from "./stores";

/** The Test Execution System on Cloud Run behind a global load balancer, with Cloud SQL (document 002). */
export class GcpStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["gcp"]) {
    super(scope, id);
    useBackend(this, settings);
    useGoogleProvider(this, settings);
    new ProjectServices(this, "services", { services: neededServices(settings) });

    const { load_balancer: balancer, application, budget } = settings;
    const [host = ""] = balancer.domains;
    const names = new Names({
      system: settings.system,
      environment: settings.environment,
      accountId: settings.project,
      region: settings.location,
    });
    const keyId = addKey(this, settings, names);
    const network = new Network(this, "network", { names, cidr: settings.network.cidr });
    const stores = addStores(this, settings, { names, network, keyId });
    const { artifacts, configuration, database, cache, registry } = stores;
    const { api, components, queues } = addApplication(this, settings, {
      names,
      network,
      keyId,
      connections: {
        database,
        cache,
        mount: settings.service.mount_path ? { bucket: artifacts, path: settings.service.mount_path } : undefined,
        buckets: { artifacts },
        configuration,
        metricNamespace: settings.system,
      },
    });
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      names,
      service: api,
      domainNames: balancer.domains,
      dnsZone: balancer.dns_zone,
      firewall: { requestsPerIp: balancer.requests_per_ip, countOnly: balancer.count_only },
      cdn: balancer.cdn,
      iap: balancer.iap_members.length > 0 ? { members: balancer.iap_members } : undefined,
    });

    const [queue] = Object.values(queues);
    new Monitoring(this, "monitoring", {
      names,
      labels: labels(this, settings),
      emails: settings.notifications,
      alerts: alerts(settings),
      services: { api: api.serviceName },
      workers: Object.fromEntries(Object.entries(components).map(([name, { serviceName }]) => [name, serviceName])),
      loadBalancer,
      database: { instanceName: database.instanceName, maxStorageGib: settings.database.max_storage_gib },
      cache,
      queue,
      // IAP would stop the question.
      uptime: balancer.iap_members.length > 0 ? undefined : { host, path: application.health.ready.path },
      budget: budget && {
        monthlyUsd: budget.monthly_usd,
        emails: budget.emails,
        billingAccount: budget.billing_account,
        projectNumber: settings.project_number,
      },
    });
    if (settings.audit.enabled) {
      new AuditTrail(this, "audit-trail", {
        names,
        retentionDays: settings.audit.retention_days,
        logDays: settings.log_days,
      });
    }
    if (settings.build) {
      new BuildTrigger(this, "build", { names, name: "application", repository: settings.build.repository, registry });
    }

    addOutputs(this, {
      application_url: `https://${host}`,
      artifacts_bucket: artifacts.bucketName,
      cache_endpoint: cache?.primaryEndpoint,
      configuration_path: configuration.path,
      database_connection_name: database.connectionName,
      database_endpoint: database.endpoint,
      load_balancer_address: loadBalancer.address,
      registry_url: registry.repositoryUrl,
      revision: api.revision,
      service_names: [api, ...Object.values(components)].map(({ serviceName }) => serviceName),
    });
  }
}

/** The Google APIs that these settings take, beside those that every such stack does. */
function neededServices({
  customer_managed_keys,
  cache,
  service,
  load_balancer,
  build,
  budget,
}: PlatformSettings["gcp"]) {
  const needed = {
    containerscanning: true,
    cloudkms: customer_managed_keys,
    memorystore: cache,
    networkconnectivity: cache,
    cloudtrace: service.tracing.enabled,
    cloudscheduler: Object.values(service.tasks).some(({ schedule }) => schedule),
    dns: load_balancer.dns_zone,
    iap: load_balancer.iap_members.length > 0,
    cloudbuild: build,
    billingbudgets: budget,
  };
  return Object.entries(needed)
    .filter(([, isNeeded]) => isNeeded)
    .map(([name]) => name);
}
