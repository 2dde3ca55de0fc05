import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AuroraPostgres } from "../../modules/aws/databases/aurora-postgres";
import { RedisCache } from "../../modules/aws/databases/redis-cache";
import { WebFirewall } from "../../modules/aws/edge/web-firewall";
import { ClusterTargetGroup } from "../../modules/aws/kubernetes/cluster-target-group";
import { allowTraffic } from "../../modules/aws/network/traffic";
import { RuntimeConfiguration } from "../../modules/aws/stores/runtime-configuration";
import { definedEntries } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import { addBackup } from "../aws-shared/backup";
import { addAwsContext } from "../aws-shared/context";
import { firewallRules } from "../aws-shared/firewall-rules";
import { addIngress } from "../aws-shared/ingress";
import { addNetwork } from "../aws-shared/network";
import { useAwsProvider } from "../aws-shared/provider";
import { useBackend } from "../backend";
import { addReleaseOutput } from "../late-bound";
import { addOutputs } from "../outputs";
import { probe } from "../shared-settings";
import { addCluster } from "./cluster";
import { addClusterRoles } from "./cluster-roles";
import { addClusterDeployRole } from "./deploy-role";
import { addMonitoring } from "./monitoring";
import { addStores } from "./stores";

/** EKS with a load balancer behind a firewall; Aurora PostgreSQL and Redis where the application has them (document 003). */
export class AwsEksStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["aws-eks"]) {
    super(scope, id);
    useBackend(this, settings);
    useAwsProvider(this, settings, { system: settings.system });

    const context = addAwsContext(this, "aws-eks", settings, { autoScaling: true });
    const { names } = context;
    const network = addNetwork(this, settings, context, {
      publicSubnetTags: { "kubernetes.io/role/elb": "1" },
      privateSubnetTags: { "kubernetes.io/role/internal-elb": "1", "karpenter.sh/discovery": names.of("cluster") },
    });
    const { logs, registry, database, cache } = addStores(this, settings, context, { network });
    const cluster = addCluster(this, settings, context, { network });
    for (const [part, { securityGroupId, port }] of Object.entries(definedEntries({ database, cache }))) {
      allowTraffic(this, part, {
        from: cluster.securityGroupId,
        to: securityGroupId,
        port,
        description: `Pods to the ${part}`,
      });
    }

    const firewall = new WebFirewall(this, "firewall", {
      ...context,
      ...firewallRules(settings.web_firewall),
      countBodies: settings.web_firewall.count_bodies,
      name: "web",
    });
    const { loadBalancer, url } = addIngress(this, settings, context, {
      network,
      accessLogs: logs,
      webAclArn: firewall.arn,
    });
    const targetGroup = new ClusterTargetGroup(this, "api", {
      names,
      name: "api",
      vpcId: network.vpcId,
      clusterSecurityGroupId: cluster.securityGroupId,
      port: settings.application.port,
      ready: probe(settings.application.health.ready),
      route: { loadBalancer, priority: 100 },
    });

    // `kubernetes-<environment>` and the application find everything here by name.
    const configuration = new RuntimeConfiguration(this, "configuration", {
      ...context,
      featureFlags: settings.feature_flags,
      values: {
        ...(database && {
          database_host: database.endpoint,
          database_port: String(AuroraPostgres.port),
          database_reader_host: database.readerEndpoint,
          database_name: database.databaseName,
          database_secret_arn: database.secretArn,
        }),
        ...(cache && {
          cache_host: cache.primaryEndpoint,
          cache_port: String(RedisCache.port),
          cache_user: cache.userName,
        }),
      },
    });
    addClusterRoles(this, settings, context, { cluster, registry, database, cache, configuration, targetGroup });
    addBackup(this, settings, context, { resources: database ? [database.arn] : [] });
    addMonitoring(this, settings, context, { cluster, targetGroup, loadBalancer, database, cache, firewall });

    const deployRole = addClusterDeployRole(this, settings, context, { cluster });

    addReleaseOutput(this);
    addOutputs(this, {
      application_url: url,
      cluster_name: cluster.clusterName,
      configuration_path: configuration.path,
      database_endpoint: database?.endpoint,
      database_secret_arn: database?.secretArn,
      deploy_role_arn: deployRole?.arn,
      load_balancer_dns_name: loadBalancer.dnsName,
      redis_endpoint: cache?.primaryEndpoint,
      registry_url: registry.repositoryUrl,
      vpc_id: network.vpcId,
    });
  }
}
