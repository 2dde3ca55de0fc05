import type { Construct } from "constructs";
import { connectionStatements } from "../../modules/aws/containers/connection-permissions";
import type { RedisCache } from "../../modules/aws/databases/redis-cache";
import { ClusterControllers } from "../../modules/aws/kubernetes/cluster-controllers";
import { KubernetesAddons } from "../../modules/aws/kubernetes/kubernetes-addons";
import { KubernetesCluster } from "../../modules/aws/kubernetes/kubernetes-cluster";
import { NodeGroup } from "../../modules/aws/kubernetes/node-group";
import { ServiceAccountRole } from "../../modules/aws/kubernetes/service-account-role";
import type { NetworkAttributes } from "../../modules/aws/network/network";
import type { ContainerRegistry } from "../../modules/aws/stores/container-registry";
import type { RuntimeConfiguration } from "../../modules/aws/stores/runtime-configuration";
import type { Names } from "../../modules/names";
import { mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";

type Settings = PlatformSettings["aws-eks"];

export interface ClusterSurroundings {
  readonly names: Names;
  readonly network: NetworkAttributes;
  readonly keyArn: string;
}

/** The cluster with its nodes and add-ons. */
export function addCluster(
  stack: Construct,
  settings: Settings,
  { names, network, keyArn }: ClusterSurroundings,
): KubernetesCluster {
  const { version, admins, access, addons, public_access_cidrs: publicAccessCidrs } = settings.cluster;
  const cluster = new KubernetesCluster(stack, "cluster", {
    names,
    network,
    keyArn,
    version,
    admins,
    access: mapValues(access, ({ role_arn: principalArn, policy, namespaces }) => ({
      principalArn,
      policy,
      namespaces,
    })),
    publicAccessCidrs,
    addons,
    logDays: settings.log_days,
    protected: settings.protected,
  });
  const nodeGroups = Object.entries(settings.node_groups).map(
    ([name, { instance_types: instanceTypes, capacity, min, max, desired, disk_gib: diskGib, ...group }]) =>
      new NodeGroup(stack, `${name}-nodes`, {
        names,
        name,
        cluster,
        network,
        keyArn,
        instanceTypes,
        capacity,
        diskGib,
        size: { min, max, desired },
        amiType: group.ami_type,
        releaseVersion: group.release_version,
        labels: group.labels,
        taints: group.taints,
      }),
  );
  new KubernetesAddons(stack, "addons", { names, cluster, keyArn, addons, nodeGroups });
  return cluster;
}

export interface RoleSurroundings {
  readonly names: Names;
  readonly keyArn: string;
  readonly cluster: KubernetesCluster;
  readonly registry: ContainerRegistry;
  readonly cache: RedisCache;
  readonly configuration: RuntimeConfiguration;
  readonly targetGroupArn: string;
  readonly databaseSecretArn: string;
}

/** The roles of what runs in the cluster: the application's own, and one for each controller that the settings name. */
export function addClusterRoles(stack: Construct, settings: Settings, around: RoleSurroundings): void {
  const { names, keyArn, cluster, cache, configuration } = around;
  const { controllers, load_balancer } = settings;
  // The account of the service that `kubernetes-<environment>` deploys, in its namespace.
  new ServiceAccountRole(stack, "application-role", {
    names,
    name: "api",
    cluster,
    namespace: names.prefix,
    serviceAccount: `${names.system}-api`,
    statements: connectionStatements(names, keyArn, { cache, parameterPath: configuration.path }),
  });

  const zone = load_balancer.zone_id ? { zoneId: load_balancer.zone_id } : undefined;
  new ClusterControllers(stack, "controllers", {
    names,
    cluster,
    externalSecrets: controllers.external_secrets
      ? {
          secretArns: [around.databaseSecretArn, names.arn("secretsmanager", `secret:${names.system}/*`)],
          keyArn,
        }
      : undefined,
    loadBalancerController: controllers.load_balancer_controller
      ? { targetGroupArns: [around.targetGroupArn] }
      : undefined,
    externalDns: controllers.external_dns ? zone : undefined,
    certManager: controllers.cert_manager ? zone : undefined,
    clusterAutoscaler: controllers.cluster_autoscaler,
    argoCd: controllers.argo_cd ? { repositoryArns: [around.registry.repositoryArn] } : undefined,
  });
}
