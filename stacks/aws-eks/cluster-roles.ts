import type { Construct } from "constructs";
import { modelStatements } from "../../modules/aws/access/model-statements";
import { connectionPermissions } from "../../modules/aws/containers/connection-permissions";
import type { AuroraPostgres } from "../../modules/aws/databases/aurora-postgres";
import type { RedisCache } from "../../modules/aws/databases/redis-cache";
import { ClusterControllers } from "../../modules/aws/kubernetes/cluster-controllers";
import type { ClusterTargetGroup } from "../../modules/aws/kubernetes/cluster-target-group";
import type { KubernetesCluster } from "../../modules/aws/kubernetes/kubernetes-cluster";
import { ServiceAccountRole } from "../../modules/aws/kubernetes/service-account-role";
import type { ContainerRegistry } from "../../modules/aws/stores/container-registry";
import type { RuntimeConfiguration } from "../../modules/aws/stores/runtime-configuration";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";

export interface ClusterRoleInputs {
  readonly cluster: KubernetesCluster;
  readonly registry: ContainerRegistry;
  readonly database?: AuroraPostgres;
  readonly cache?: RedisCache;
  readonly configuration: RuntimeConfiguration;
  readonly targetGroup: ClusterTargetGroup;
}

/** The roles of what runs in the cluster: the application's own, and one for each controller that the settings name. */
export function addClusterRoles(
  stack: Construct,
  { application, controllers, load_balancer, models }: PlatformSettings["aws-eks"],
  { names, keyArn }: AwsContext,
  { cluster, registry, database, cache, configuration, targetGroup }: ClusterRoleInputs,
): void {
  // The accounts of the service and the components that `kubernetes-<environment>` deploys, in its namespace.
  new ServiceAccountRole(stack, "application-role", {
    names,
    name: "api",
    cluster,
    namespace: names.of("kubernetes_namespace"),
    serviceAccounts: ["api", ...Object.keys(application.components)].map((part) =>
      names.of("kubernetes_application", part),
    ),
    statements: [
      ...connectionPermissions(names, keyArn, { database, cache, parameterPath: configuration.path }),
      ...models.flatMap((model) => modelStatements(names, model, ["InvokeModel", "InvokeModelWithResponseStream"])),
    ],
  });

  const zone = load_balancer.zone_id ? { zoneId: load_balancer.zone_id } : undefined;
  new ClusterControllers(stack, "controllers", {
    names,
    cluster,
    externalSecrets: controllers.external_secrets
      ? {
          secretArns: [
            ...(database ? [database.secretArn] : []),
            names.arn("secretsmanager", `secret:${names.relativePath("*")}`),
          ],
          keyArn,
        }
      : undefined,
    loadBalancerController: controllers.load_balancer_controller ? { targetGroupArns: [targetGroup.arn] } : undefined,
    externalDns: controllers.external_dns ? zone : undefined,
    certManager: controllers.cert_manager ? zone : undefined,
    clusterAutoscaler: controllers.cluster_autoscaler,
    argoCd: controllers.argo_cd ? { repositoryArns: [registry.repositoryArn] } : undefined,
    openTelemetryCollector: controllers.opentelemetry_collector,
  });
}
