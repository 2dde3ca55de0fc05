import type { Construct } from "constructs";
import type { ContainerCluster } from "../../modules/aws/containers/container-cluster";
import { ContainerService } from "../../modules/aws/containers/container-service";
import type { ServiceConnections } from "../../modules/aws/containers/service-connections";
import type { PathRoute } from "../../modules/aws/containers/service-routing";
import type { LoadBalancer } from "../../modules/aws/edge/load-balancer";
import type { NetworkAttributes } from "../../modules/aws/network/network";
import type { ContainerRegistry } from "../../modules/aws/stores/container-registry";
import { WorkQueue } from "../../modules/aws/stores/work-queue";
import { definedEntries, mapValues } from "../../modules/records";
import { namedHosts, stableNumbers } from "../../modules/routes";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import {
  componentHealth,
  componentImage,
  componentRoutes,
  container,
  health,
  imageVariable,
  scalingTargets,
} from "../shared-settings";
import { blueGreen, releaseUnit } from "./blue-green";

type Settings = PlatformSettings["aws"];

export interface ApplicationInputs {
  readonly network: NetworkAttributes;
  readonly cluster: ContainerCluster;
  readonly loadBalancer: LoadBalancer;
  readonly registry: ContainerRegistry;
  readonly connections: ServiceConnections;
}

export interface Application {
  /** The service that clients reach. */
  readonly api: ContainerService;
  /** The other tiers, by name. */
  readonly components: Readonly<Record<string, ContainerService>>;
  /** The queues of the components that consume one, by the component's name. */
  readonly queues: Readonly<Record<string, WorkQueue>>;
}

/** The last rule of a listener: it takes what no component's rule takes. The one above is the application's while a release probes it. */
const lastPriority = 50_000;

/** The first rules of a listener are for probes of components: no other rule may take those requests. */
const probePriorities = 99;

/** The application's service and its components, with the queues that they consume; images are late-bound variables. */
export function addApplication(
  stack: Construct,
  settings: Settings,
  context: AwsContext,
  { network, cluster, loadBalancer, registry, connections }: ApplicationInputs,
): Application {
  const { application, service } = settings;
  const image = imageVariable(stack, "image", application.image, "Image of the application");

  const queues = definedEntries(
    mapValues(application.components, ({ queue }, name) =>
      queue ? new WorkQueue(stack, `${name}-queue`, { ...context, name }) : undefined,
    ),
  );
  const common = {
    ...context,
    network,
    cluster,
    architecture: service.architecture,
    keepRevisions: settings.protected,
    registryCredentialsArn: service.registry_credentials_arn,
    repositoryArns: [registry.repositoryArn],
    spot: service.spot && { onDemandBase: service.spot.on_demand_base, spotShare: service.spot.percent },
    tracing: service.tracing.enabled
      ? {
          samplingPercent: service.tracing.sampling_percent,
          collectorImage: service.tracing.collector_image,
          metricLabels: settings.business_metrics?.label ? [settings.business_metrics.label] : [],
        }
      : undefined,
    ...connections,
  };

  const routes = pathRoutes(settings, loadBalancer);
  const unit = service.blue_green ? releaseUnit(stack, application.image) : undefined;
  const api = new ContainerService(stack, "api", {
    ...common,
    name: "api",
    container: { ...container(application, image), health: health(application.health) },
    healthCommand: service.health_command,
    replicas: application.replicas,
    targets: scalingTargets(application.targets),
    scheduledScaling: service.scheduled_scaling,
    // The probe rule takes what the application's own takes: all that no rule of a component takes.
    route:
      Object.keys(routes).length > 0
        ? { loadBalancer, priority: lastPriority, probePriority: lastPriority - 1 }
        : { loadBalancer, priority: 100, probePriority: 99 },
    sendsTo: queues,
    tasks: service.tasks,
    blueGreen: unit && blueGreen(stack, unit, application.replicas),
  });
  const components = mapValues(
    application.components,
    (component, name) =>
      new ContainerService(stack, name, {
        ...common,
        name,
        container: {
          ...container(component, componentImage(stack, name, component, image)),
          ...componentHealth(component),
        },
        replicas: component.replicas,
        targets: scalingTargets(component.targets),
        consumes: queues[name],
        route: routes[name],
        blueGreen:
          unit && routes[name]
            ? blueGreen(
                stack,
                component.image ? releaseUnit(stack, component.image, name) : unit,
                component.replicas,
                name,
              )
            : undefined,
      }),
  );
  return { api, components, queues };
}

/** The requests of each component that clients reach. No two take one request, so the order of their rules does not matter. */
function pathRoutes({ application, load_balancer }: Settings, loadBalancer: LoadBalancer): Record<string, PathRoute> {
  const routes = componentRoutes(application);
  const key = (path: string, host = "") => `${host}${path}`;
  const keys = Object.values(routes).flatMap(({ paths, host }) => paths.map((path) => key(path, host)));
  const numbers = stableNumbers(keys, 1, lastPriority - 1, probePriorities);
  const probes = stableNumbers(keys, 1, probePriorities);
  // As long as there is one host, rules of paths alone answer for every name of the load balancer.
  const own = namedHosts(routes).length > 0 && load_balancer.domain ? [load_balancer.domain] : undefined;
  return mapValues(routes, ({ paths, host }) => ({
    loadBalancer,
    hosts: host ? [host] : own,
    priorities: Object.fromEntries(paths.map((path) => [path, numbers[key(path, host)] as number])),
    probePriorities: Object.fromEntries(paths.map((path) => [path, probes[key(path, host)] as number])),
  }));
}
