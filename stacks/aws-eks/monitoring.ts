import type { Construct } from "constructs";
import type { AuroraPostgres } from "../../modules/aws/databases/aurora-postgres";
import type { RedisCache } from "../../modules/aws/databases/redis-cache";
import type { LoadBalancer } from "../../modules/aws/edge/load-balancer";
import type { WebFirewall } from "../../modules/aws/edge/web-firewall";
import type { ClusterTargetGroup } from "../../modules/aws/kubernetes/cluster-target-group";
import type { KubernetesCluster } from "../../modules/aws/kubernetes/kubernetes-cluster";
import { Monitoring } from "../../modules/aws/monitoring/monitoring";
import { watchAurora } from "../../modules/aws/monitoring/watch/watch-aurora";
import { watchCache } from "../../modules/aws/monitoring/watch/watch-cache";
import { watchLoadBalancer } from "../../modules/aws/monitoring/watch/watch-load-balancer";
import { watchNodes } from "../../modules/aws/monitoring/watch/watch-nodes";
import { watchPods } from "../../modules/aws/monitoring/watch/watch-target-group";
import { watchWebFirewall } from "../../modules/aws/monitoring/watch/watch-web-firewall";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { alerts, budget } from "../shared-settings";

export interface MonitoringInputs {
  readonly cluster: KubernetesCluster;
  readonly targetGroup: ClusterTargetGroup;
  readonly loadBalancer: LoadBalancer;
  readonly database?: AuroraPostgres;
  readonly cache?: RedisCache;
  readonly firewall: WebFirewall;
}

/** Watches what the application runs on. The application's own metrics are in the cluster's Prometheus. */
export function addMonitoring(
  stack: Construct,
  settings: PlatformSettings["aws-eks"],
  context: AwsContext,
  { cluster, targetGroup, loadBalancer, database, cache, firewall }: MonitoringInputs,
): Monitoring {
  const shared = alerts(settings);
  const usesDatabase = database !== undefined;
  const pods = { arnSuffix: targetGroup.arnSuffix, loadBalancer: loadBalancer.arnSuffix, usesDatabase };
  return new Monitoring(stack, "monitoring", {
    ...context,
    emails: settings.notifications,
    watched: [
      watchLoadBalancer({ arnSuffix: loadBalancer.arnSuffix, usesDatabase }, shared),
      watchPods("api", pods, shared),
      ...("amazon-cloudwatch-observability" in settings.cluster.addons
        ? [watchNodes({ clusterName: cluster.clusterName, usesDatabase }, shared)]
        : []),
      ...(database ? [watchAurora(database, context.names.name, shared)] : []),
      ...(cache && settings.cache ? [watchCache({ identifier: cache.identifier, nodes: settings.cache.nodes })] : []),
      watchWebFirewall(firewall),
    ],
    budget: budget(stack, settings),
  });
}
