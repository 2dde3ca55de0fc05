import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ContainerCluster } from "../../modules/aws/containers/container-cluster";
import { BackupPlan } from "../../modules/aws/stores/backup-plan";
import { RuntimeConfiguration } from "../../modules/aws/stores/runtime-configuration";
import type { PlatformSettings } from "../../settings/schema";
import { addAwsContext } from "../aws-shared/context";
import { addEdge } from "../aws-shared/ingress";
import { addNetwork } from "../aws-shared/network";
import { useAwsProvider } from "../aws-shared/provider";
import { useBackend } from "../backend";
import { addOutputs } from "../outputs";
import { addApplication } from "./application";
import { addDeployRole, addMonitoring } from "./monitoring";
import { addStores } from "./stores";

/** The Test Execution System on ECS Fargate behind a load balancer, with RDS PostgreSQL (document 002). */
export class AwsStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["aws"]) {
    super(scope, id);
    useBackend(this, settings);
    useAwsProvider(this, settings, { system: settings.system });

    const { names, keyArn, destroyable } = addAwsContext(this, "aws", settings);
    const network = addNetwork(this, settings, { names, keyArn });
    const stores = addStores(this, settings, { names, network, keyArn });
    const { artifacts, database, cache, fileSystem, registry } = stores;
    const { loadBalancer, url } = addEdge(this, settings, {
      names,
      network,
      accessLogs: stores.logs,
      webAclArn: settings.load_balancer.web_acl_arn,
    });
    const configuration = new RuntimeConfiguration(this, "configuration", {
      names,
      featureFlags: settings.feature_flags,
    });
    const cluster = new ContainerCluster(this, "cluster", {
      names,
      network,
      keyArn,
      logDays: settings.log_days,
      serviceNamespace: `${names.prefix}.internal`,
    });
    const application = addApplication(this, settings, {
      names,
      cluster,
      network,
      keyArn,
      loadBalancer,
      registry,
      connections: {
        database,
        cache,
        fileSystem,
        mountPath: settings.file_system.path,
        buckets: { artifacts },
        parameterPath: configuration.path,
        metricNamespace: settings.system,
      },
    });

    if (settings.backup.enabled) {
      new BackupPlan(this, "backup", {
        names,
        keyArn,
        resources: [database.arn, ...(fileSystem ? [fileSystem.fileSystemArn] : [])],
        schedule: settings.backup.schedule,
        retentionDays: settings.backup.retention_days,
        destroyable,
      });
    }
    const parts = { names, keyArn, clusterName: cluster.clusterName, application, loadBalancer, database, cache };
    addMonitoring(this, settings, parts);
    const deployRole = addDeployRole(this, settings, parts);

    addOutputs(this, {
      application_url: url,
      artifacts_bucket: artifacts.bucketName,
      cache_endpoint: cache?.primaryEndpoint,
      cluster_name: cluster.clusterName,
      configuration_path: configuration.path,
      database_endpoint: database.endpoint,
      database_secret_arn: database.secretArn,
      deploy_role_arn: deployRole?.arn,
      load_balancer_dns_name: loadBalancer.dnsName,
      registry_url: registry.repositoryUrl,
      service_names: application.api.serviceNames,
      vpc_id: network.vpcId,
    });
  }
}
