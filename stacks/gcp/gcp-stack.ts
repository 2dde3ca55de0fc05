import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Network } from "../../modules/gcp/network/network";
import { definedEntries, mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import { useBackend } from "../backend";
import { addReleaseOutput } from "../late-bound";
import { addOutputs } from "../outputs";
import { type Application, addApplication } from "./application";
import { addAudit } from "./audit";
import { addBuild } from "./build";
import { addGcpContext } from "./context";
import { addFederation } from "./federation";
import { addIngress } from "./ingress";
import { addMonitoring } from "./monitoring";
import { useGoogleProvider } from "./provider";
import { addProjectServices } from "./services";
import { addStores } from "./stores";

/** An application on Cloud Run behind a global load balancer, with Cloud SQL and Valkey where it has them (document 002). */
export class GcpStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["gcp"]) {
    super(scope, id);
    useBackend(this, settings);
    useGoogleProvider(this, settings);
    addProjectServices(this, settings);

    const context = addGcpContext(this, settings);
    const network = new Network(this, "network", {
      names: context.names,
      cidr: settings.network.cidr,
      privateServices: settings.database !== undefined,
    });
    const stores = addStores(this, settings, context, { network });
    const application = addApplication(this, settings, context, { network, ...stores });
    const loadBalancer = addIngress(this, settings, context, {
      service: application.api,
      components: application.components,
    });
    addMonitoring(this, settings, context, { ...application, ...stores, loadBalancer });
    addAudit(this, settings, context);
    const build = addBuild(this, settings, context, stores);
    const federation = addFederation(this, settings, context, { ...application, ...stores, build });

    const { artifacts, cache, configuration, database, registry } = stores;
    const { api, components } = application;
    addReleaseOutput(this);
    addOutputs(this, {
      application_url: `https://${settings.load_balancer.domains[0]}`,
      artifacts_bucket: artifacts.bucketName,
      cache_endpoint: cache?.primaryEndpoint,
      configuration_path: configuration.path,
      database_connection_name: database?.connectionName,
      database_endpoint: database?.endpoint,
      load_balancer_address: loadBalancer.address,
      registry_url: registry.repositoryUrl,
      component_revisions: componentRevisions(components),
      revision: api.revision,
      ...federation,
      service_names: [api, ...Object.values(components)].map(({ serviceName }) => serviceName),
    });
  }
}

/** The latest revisions of the components that clients reach. */
function componentRevisions(components: Application["components"]): Record<string, string> | undefined {
  const revisions = definedEntries(mapValues(components, ({ revision }) => revision));
  return Object.keys(revisions).length > 0 ? revisions : undefined;
}
