import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AuroraPostgres } from "../../modules/aws/databases/aurora-postgres";
import { RedisCache } from "../../modules/aws/databases/redis-cache";
import { WebFirewall } from "../../modules/aws/edge/web-firewall";
import { ClusterTargetGroup } from "../../modules/aws/kubernetes/cluster-target-group";
import { Monitoring } from "../../modules/aws/monitoring/monitoring";
import { allowTraffic } from "../../modules/aws/network/traffic";
import { BackupPlan } from "../../modules/aws/stores/backup-plan";
import { RuntimeConfiguration } from "../../modules/aws/stores/runtime-configuration";
import type { PlatformSettings } from "../../settings/schema";
import { addAwsContext } from "../aws-shared/context";
import { addEdge } from "../aws-shared/ingress";
import { addNetwork } from "../aws-shared/network";
import { useAwsProvider } from "../aws-shared/provider";
import { useBackend } from "../backend";
import { addOutputs } from "../outputs";
import { alerts, budget, probe } from "../shared-settings";
import { addCluster, addClusterRoles } from "./cluster";
import { addEksStores } from "./stores";

/** The context of AI-Prism: EKS with Aurora PostgreSQL, Redis and a load balancer behind a firewall (document 003). */
export class AwsEksStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: PlatformSettings["aws-eks"]) {
    super(scope, id);
    useBackend(this, settings);
    useAwsProvider(this, settings, { system: settings.system });

    const { web_firewall: firewallSettings } = settings;
    const { names, keyArn, destroyable } = addAwsContext(this, "aws-eks", settings, { autoScaling: true });
    const network = addNetwork(this, settings, {
      names,
      keyArn,
      publicSubnetTags: { "kubernetes.io/role/elb": "1" },
      privateSubnetTags: { "kubernetes.io/role/internal-elb": "1", "karpenter.sh/discovery": names.of("cluster") },
    });
    const { logs, registry, database, cache } = addEksStores(this, settings, { names, network, keyArn });
    const cluster = addCluster(this, settings, { names, network, keyArn });
    for (const [part, { securityGroupId, port }] of Object.entries({ database, cache })) {
      allowTraffic(this, part, {
        from: cluster.securityGroupId,
        to: securityGroupId,
        port,
        description: `Pods to the ${part}`,
      });
    }

    const firewall = new WebFirewall(this, "firewall", {
      names,
      name: "web",
      keyArn,
      requestsPerIp: firewallSettings.requests_per_ip,
      allowCidrs: firewallSettings.allow_cidrs,
      blockCidrs: firewallSettings.block_cidrs,
      countOnly: firewallSettings.count_only,
      logDays: settings.log_days,
    });
    const { loadBalancer, url } = addEdge(this, settings, {
      names,
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
      names,
      keyArn,
      featureFlags: settings.feature_flags,
      values: {
        database_host: database.endpoint,
        database_port: String(AuroraPostgres.port),
        database_reader_host: database.readerEndpoint,
        database_name: database.databaseName,
        database_secret_arn: database.secretArn,
        cache_host: cache.primaryEndpoint,
        cache_port: String(RedisCache.port),
        cache_user: cache.userName,
      },
    });
    addClusterRoles(this, settings, {
      names,
      keyArn,
      cluster,
      registry,
      cache,
      configuration,
      targetGroupArn: targetGroup.arn,
      databaseSecretArn: database.secretArn,
    });

    if (settings.backup.enabled) {
      new BackupPlan(this, "backup", {
        names,
        keyArn,
        resources: [database.arn],
        schedule: settings.backup.schedule,
        retentionDays: settings.backup.retention_days,
        destroyable,
      });
    }
    new Monitoring(this, "monitoring", {
      names,
      keyArn,
      emails: settings.notifications,
      alerts: alerts(settings),
      services: {
        targetGroupArnSuffixes: { api: targetGroup.arnSuffix },
        eksClusterName: "amazon-cloudwatch-observability" in settings.cluster.addons ? cluster.clusterName : undefined,
      },
      publishesMetrics: false, // Prometheus has them, in the cluster.
      loadBalancer,
      database,
      cache: { replicationGroupId: cache.identifier, nodes: settings.cache.nodes },
      webFirewall: firewall,
      budget: budget(settings),
    });

    addOutputs(this, {
      application_url: url,
      cluster_name: cluster.clusterName,
      configuration_path: configuration.path,
      database_endpoint: database.endpoint,
      database_secret_arn: database.secretArn,
      load_balancer_dns_name: loadBalancer.dnsName,
      redis_endpoint: cache.primaryEndpoint,
      registry_url: registry.repositoryUrl,
      vpc_id: network.vpcId,
    });
  }
}
