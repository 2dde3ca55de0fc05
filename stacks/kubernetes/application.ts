import type { TerraformStack } from "cdktf";
import { ContainerService } from "../../modules/kubernetes/containers/container-service";
import type { ServiceConnections } from "../../modules/kubernetes/containers/service-connections";
import type { ExternalSecrets } from "../../modules/kubernetes/stores/external-secrets";
import type { RuntimeConfiguration } from "../../modules/kubernetes/stores/runtime-configuration";
import { componentHealth, componentImage, container, health, imageVariable, scalingTargets } from "../shared-settings";
import type { ClusterConnection } from "./cluster-connection";
import type { NamespaceContext, Settings } from "./context";

export interface ApplicationInputs {
  readonly cluster: ClusterConnection;
  readonly configuration: RuntimeConfiguration;
  readonly secrets?: ExternalSecrets;
}

/** The application's service and its components. Their images are late-bound variables. */
export function addApplication(
  stack: TerraformStack,
  settings: Settings,
  context: NamespaceContext,
  inputs: ApplicationInputs,
): void {
  const { application, service } = settings;
  const { names, namespace } = context;
  const { cluster, configuration, secrets } = inputs;
  const image = imageVariable(stack, "image", application.image, "Image of the application");
  const common = {
    names,
    namespace,
    ephemeralLimitMib: service.ephemeral_storage_mib,
    metricsPort: service.metrics_port,
    cachePath: service.cache_path,
    nodeSelector: service.node_selector,
    tolerations: Object.entries(service.tolerations).map(([key, value]) => ({
      key,
      operator: "Equal",
      value,
      effect: "NoSchedule",
    })),
    graceSeconds: service.grace_seconds,
    imagePullSecret: service.image_pull_secret,
    runtimeConfiguration: configuration.configMapName,
    ...connections(settings, context, inputs),
    dependsOn: secrets ? [secrets.release] : undefined,
  };

  new ContainerService(stack, "api", {
    ...common,
    name: "api",
    container: { ...container(application, image), health: health(application.health) },
    requests: service.requests && {
      cpu: service.requests.cpu,
      memoryMib: service.requests.memory_mib,
      ephemeralMib: service.requests.ephemeral_storage_mib,
    },
    replicas: application.replicas,
    targets: scalingTargets(application.targets),
    volume: service.storage && {
      path: service.storage.path,
      sizeGib: service.storage.size_gib,
      storageClass: service.storage.storage_class,
      protected: !context.destroyable,
    },
    serviceAccountAnnotations: cluster.eks && { "eks.amazonaws.com/role-arn": cluster.eks.roleArn("api") },
    progressive: settings.delivery.canary,
  });
  for (const [name, component] of Object.entries(application.components)) {
    new ContainerService(stack, name, {
      ...common,
      name,
      container: {
        ...container(component, componentImage(stack, name, component, image)),
        ...componentHealth(component),
      },
      replicas: component.replicas,
      targets: scalingTargets(component.targets),
    });
  }
}

function connections(
  settings: Settings,
  { names }: NamespaceContext,
  { cluster, secrets }: ApplicationInputs,
): ServiceConnections {
  const has = (secretName: string) => secrets?.secretNames.includes(secretName);
  return {
    database:
      settings.database && has("postgres-credentials")
        ? {
            databaseName: settings.database.name,
            secretName: "postgres-credentials",
          }
        : undefined,
    cache: has("redis-credentials") ? { secretName: "redis-credentials" } : undefined,
    parameterPath: cluster.eks && names.path(),
  };
}
