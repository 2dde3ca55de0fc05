import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ContainerCluster } from "../../modules/aws/containers/container-cluster";
import { RuntimeConfiguration } from "../../modules/aws/stores/runtime-configuration";
import type { PlatformSettings } from "../../settings/schema";
import { addBackup } from "../aws-shared/backup";
import { addAwsContext } from "../aws-shared/context";
import { addIngress } from "../aws-shared/ingress";
import { addNetwork } from "../aws-shared/network";
import { useAwsProvider } from "../aws-shared/provider";
import { useBackend } from "../backend";
import { addReleaseOutput } from "../late-bound";
import { addOutputs } from "../outputs";
import { addApplication } from "./application";
import { addDeployRole } from "./deploy-role";
import { addMonitoring } from "./monitoring";
import { addReleaseTarget } from "./release-target-output";
import { addStores } from "./stores";

/** An application on ECS Fargate behind a load balancer, with RDS PostgreSQL and Redis where it has them (document 002). */
export class AwsStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["aws"]) {
    super(scope, id);
    useBackend(this, settings);
    useAwsProvider(this, settings, { system: settings.system });

    const context = addAwsContext(this, "aws", settings);
    const { names } = context;
    const network = addNetwork(this, settings, context);
    const stores = addStores(this, settings, context, { network });
    const { logs, artifacts, database, cache, fileSystem, registry } = stores;
    const { loadBalancer, url } = addIngress(this, settings, context, {
      network,
      accessLogs: logs,
      webAclArn: settings.load_balancer.web_acl_arn,
    });
    const configuration = new RuntimeConfiguration(this, "configuration", {
      names,
      featureFlags: settings.feature_flags,
    });
    const cluster = new ContainerCluster(this, "cluster", {
      ...context,
      network,
      serviceNamespace: names.of("service_namespace"),
    });
    const application = addApplication(this, settings, context, {
      network,
      cluster,
      loadBalancer,
      registry,
      connections: {
        database,
        cache,
        mount: fileSystem && { fileSystem, path: settings.file_system.path },
        buckets: { artifacts },
        parameterPath: configuration.path,
        metricNamespace: names.name,
      },
    });
    addBackup(this, settings, context, {
      resources: [...(database ? [database.arn] : []), ...(fileSystem ? [fileSystem.fileSystemArn] : [])],
    });
    const monitoring = addMonitoring(this, settings, context, { application, loadBalancer, database, cache });
    const deployRole = addDeployRole(this, settings, context, { application, cluster, loadBalancer });

    addReleaseOutput(this);
    addReleaseTarget(this, settings, context, {
      ...{ application, cluster, loadBalancer, network, url },
      alarms: monitoring.criticalParts,
    });
    addOutputs(this, {
      application_url: url,
      artifacts_bucket: artifacts.bucketName,
      cache_endpoint: cache?.primaryEndpoint,
      cluster_name: cluster.clusterName,
      configuration_path: configuration.path,
      database_endpoint: database?.endpoint,
      database_secret_arn: database?.secretArn,
      deploy_role_arn: deployRole?.arn,
      load_balancer_dns_name: loadBalancer.dnsName,
      registry_url: registry.repositoryUrl,
      service_names: application.api.serviceNames,
      vpc_id: network.vpcId,
    });
  }
}
