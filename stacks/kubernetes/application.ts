import type { TerraformStack } from "cdktf";
import { ContainerService } from "../../modules/kubernetes/containers/container-service";
import type { WorkloadConnections } from "../../modules/kubernetes/containers/workload-connections";
import { Namespace } from "../../modules/kubernetes/network/namespace";
import type { TrafficPeer } from "../../modules/kubernetes/network/network-policies";
import type { PlatformServices } from "../../modules/kubernetes/platform/platform-services";
import { ExternalSecrets } from "../../modules/kubernetes/stores/external-secrets";
import type { RuntimeConfiguration } from "../../modules/kubernetes/stores/runtime-configuration";
import type { Names } from "../../modules/names";
import { definedEntries } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import { componentImage, container, health, imageVariable, scalingTargets } from "../shared-settings";
import type { Ground } from "./ground";

type Settings = PlatformSettings["kubernetes"];

interface Surroundings {
  readonly names: Names;
  readonly ground: Ground;
}

/** The namespace, open only to what the application talks to. */
export function addNamespace(stack: TerraformStack, settings: Settings, { names, ground }: Surroundings): Namespace {
  const { application, service, platform_services: installed } = settings;
  const { quota, pod_security: level } = settings.namespace;
  const amount = ({ cpu, memory_gib }: typeof quota.requests) => ({ cpu, memoryMib: memory_gib * 1024 });
  const where = (present: boolean, peer: TrafficPeer) => (present ? peer : undefined);
  const network = ground.eks?.networkCidr ?? settings.network_cidr;
  const gateway = settings.ingress.kind === "gateway" ? "envoy-gateway-system" : "ingress-nginx";
  const asksOverHttp = settings.ingress.issuer && !settings.ingress.issuer.zone_id;
  return new Namespace(stack, "namespace", {
    names,
    quota: { requests: amount(quota.requests), limits: amount(quota.limits), pods: quota.pods },
    podSecurity: { enforce: level },
    ingress: definedEntries({
      // The second is where cert-manager answers an authority's question over HTTP.
      gateway: { namespace: gateway, ports: [application.port, ...(asksOverHttp ? [8089] : [])] },
      monitoring: where("kube-prometheus-stack" in installed, {
        namespace: "monitoring",
        ports: [service.metrics_port],
      }),
      "load-test": where(settings.delivery.canary, { namespace: "test", ports: [application.port] }),
    }),
    egress: definedEntries({
      stores: network ? { cidrs: [network], ports: [5432, 6379] } : undefined,
      cloud: { cidrs: ["0.0.0.0/0"], ports: [443] },
      traces: where("opentelemetry-collector" in installed, { namespace: "observability", ports: [4317, 4318] }),
    }),
  });
}

/** The secrets of the namespace, from the store that the settings name; nothing where they name none. */
export function addSecrets(
  stack: TerraformStack,
  { secrets }: Settings,
  { names, ground, namespace, platform }: Surroundings & { namespace: string; platform: PlatformServices },
): ExternalSecrets | undefined {
  if (secrets.store === "none") return undefined;
  const { eks } = ground;
  const store = secrets.store === "vault" ? "vault" : "secrets-manager";
  const database = secrets.database_secret ?? eks?.databaseSecretArn;
  const published = (key: string) => ({ store: "parameter-store" as const, key: names.path(key) });
  const release = platform.releases["external-secrets"];
  return new ExternalSecrets(stack, "secrets", {
    names,
    namespace,
    aws: eks || secrets.role_arn ? { roleArn: secrets.role_arn ?? eks?.roleArn("external-secrets") ?? "" } : undefined,
    vault: secrets.vault,
    postgres: database
      ? {
          username: { store, key: database, property: "username" },
          password: { store, key: database, property: "password" },
          host: eks ? published("database_host") : { store, key: database, property: "host" },
        }
      : undefined,
    redis: eks && {
      username: published("cache_user"),
      host: published("cache_host"),
      port: published("cache_port"),
    },
    apiKeys: Object.fromEntries(
      Object.entries(secrets.api_keys).map(([entry, reference]) => {
        const [key = "", property] = reference.split("#");
        return [entry, { store, key, property }];
      }),
    ),
    dependsOn: release && [release],
  });
}

export interface ApplicationSurroundings extends Surroundings {
  readonly namespace: string;
  readonly configuration: RuntimeConfiguration;
  readonly secrets?: ExternalSecrets;
}

/** The application's service and its components; images are late-bound variables. */
export function addServices(stack: TerraformStack, settings: Settings, around: ApplicationSurroundings) {
  const { application, service } = settings;
  const { names, ground, namespace, configuration, secrets } = around;
  const image = imageVariable(stack, "image", application.image, "Image of the application");
  const cache = cacheVariables(secrets);
  const common = {
    names,
    namespace,
    requests: service.requests && {
      cpu: service.requests.cpu,
      memoryMib: service.requests.memory_mib,
      ephemeralMib: service.requests.ephemeral_storage_mib,
    },
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
    ...connections(settings, around),
    dependsOn: secrets ? [secrets.release] : undefined,
  };

  const api = new ContainerService(stack, "api", {
    ...common,
    name: "api",
    container: {
      ...container(application, image),
      health: health(application.health),
      secrets: { ...cache, ...application.secrets },
    },
    replicas: application.replicas,
    targets: scalingTargets(application.targets),
    volume: service.storage && {
      path: service.storage.path,
      sizeGib: service.storage.size_gib,
      storageClass: service.storage.storage_class,
      protected: settings.protected,
    },
    serviceAccountAnnotations: ground.eks && { "eks.amazonaws.com/role-arn": ground.eks.roleArn("api") },
    progressive: settings.delivery.canary,
  });
  const components = Object.fromEntries(
    Object.entries(application.components).map(([name, component]) => [
      name,
      new ContainerService(stack, name, {
        ...common,
        name,
        requests: undefined, // Half of what each may use.
        container: {
          ...container(component, componentImage(stack, name, component, image)),
          secrets: { ...cache, ...component.secrets },
        },
        replicas: component.replicas,
        targets: scalingTargets(component.targets),
      }),
    ]),
  );
  return { image, api, components };
}

function connections(settings: Settings, { names, ground, secrets }: ApplicationSurroundings): WorkloadConnections {
  const database = { databaseName: settings.database.name, secretName: "postgres-credentials" };
  return {
    database: secrets?.secretNames.includes(database.secretName) ? database : undefined,
    parameterPath: ground.eks && names.path("").slice(0, -1),
  };
}

/** Where the cache is; its user signs in with IAM. */
function cacheVariables(secrets?: ExternalSecrets): Record<string, string> {
  const name = "redis-credentials";
  if (!secrets?.secretNames.includes(name)) return {};
  return { CACHE_HOST: `${name}/host`, CACHE_PORT: `${name}/port`, CACHE_USER: `${name}/username` };
}
