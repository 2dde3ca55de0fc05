import type { TerraformStack } from "cdktf";
import { ContainerService } from "../../modules/kubernetes/containers/container-service";
import type { ServiceConnections } from "../../modules/kubernetes/containers/service-connections";
import { PlatformServices } from "../../modules/kubernetes/platform/platform-services";
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

/**
 * The application's service and its components. Their images are late-bound variables; with `gitops` there are none, because
 * the repository owns the pods.
 */
export function addApplication(
  stack: TerraformStack,
  settings: Settings,
  context: NamespaceContext,
  inputs: ApplicationInputs,
): ContainerService[] {
  const { application, service, gitops } = settings;
  const { names, namespace } = context;
  const { cluster, configuration, secrets } = inputs;
  const image = gitops
    ? application.image
    : imageVariable(stack, "image", application.image, "Image of the application");
  // The stack's own role trusts the account of the service and of each component.
  const role = service.role_arn ?? cluster.own?.roleArn("api");
  const common = {
    names,
    namespace,
    ownsPods: !gitops,
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
    serviceAccountAnnotations: role ? { "eks.amazonaws.com/role-arn": role } : undefined,
    ...connections(settings, context, inputs),
    dependsOn: secrets ? [secrets.release] : undefined,
  };

  const api = new ContainerService(stack, "api", {
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
    progressive: settings.delivery.canary,
  });
  const components = Object.entries(application.components).map(([name, component]) => {
    const own = gitops ? (component.image ?? image) : componentImage(stack, name, component, image);
    return new ContainerService(stack, name, {
      ...common,
      name,
      container: { ...container(component, own), ...componentHealth(component) },
      replicas: component.replicas,
      targets: scalingTargets(component.targets),
    });
  });
  return [api, ...components];
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
            secretArn: cluster.own?.databaseSecretArn,
          }
        : undefined,
    cache: has("redis-credentials") ? { secretName: "redis-credentials" } : undefined,
    parameterPath: cluster.own && names.path(),
    traces:
      "opentelemetry-collector" in settings.platform_services
        ? { endpoint: PlatformServices.collectorUrl, samplingPercent: settings.service.traces_percent }
        : undefined,
  };
}
