import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { databaseUsersCommand } from "../../modules/azure/databases/database-users";
import type { PlatformSettings } from "../../settings/schema";
import { useBackend } from "../backend";
import { addReleaseOutput } from "../late-bound";
import { addOutputs } from "../outputs";
import { addApplication } from "./application";
import { addAudit } from "./audit";
import { addAzureContext } from "./context";
import { addFederation } from "./federation";
import { addIdentities } from "./identities";
import { addIngress } from "./ingress";
import { addMonitoring } from "./monitoring";
import { useAzureProvider } from "./provider";
import { addStores } from "./stores";

/** An application on Container Instances or Container Apps behind an Application Gateway, with PostgreSQL and Redis where it has them (document 002). */
export class AzureStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["azure"]) {
    super(scope, id);
    useBackend(this, settings);
    useAzureProvider(this, settings);

    const context = addAzureContext(this, settings);
    addAudit(this, settings, context);
    const identities = addIdentities(this, settings, context);
    const stores = addStores(this, settings, context, { identities });
    const application = addApplication(this, settings, context, { ...stores, identities });
    const loadBalancer = addIngress(this, settings, context, { ...stores, ...application });
    addMonitoring(this, settings, context, { ...application, ...stores, loadBalancer });

    const federation = addFederation(this, settings, context, { ...stores, identities, loadBalancer });

    const { artifacts, cache, configuration, database } = stores;
    addReleaseOutput(this);
    addOutputs(this, {
      application_url: `https://${settings.load_balancer.domain}`,
      artifacts_bucket: artifacts.bucketName,
      cache_endpoint: cache?.primaryEndpoint,
      configuration_path: configuration.endpoint,
      database_endpoint: database?.endpoint,
      database_users_command:
        database &&
        databaseUsersCommand({
          ...context.placement,
          subscriptionId: settings.subscription_id,
          subnetId: context.network.subnets.containers.subnetId,
          database,
          users: Object.values(identities),
        }),
      load_balancer_dns_name: loadBalancer.dnsName,
      registry_url: context.registry.loginServer,
      vault_uri: context.vault.uri,
      ...federation,
    });
  }
}
