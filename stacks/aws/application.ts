import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import type { ContainerCluster } from "../../modules/aws/containers/container-cluster";
import { ContainerService } from "../../modules/aws/containers/container-service";
import type { ServiceConnections } from "../../modules/aws/containers/service-connections";
import type { LoadBalancer } from "../../modules/aws/edge/load-balancer";
import type { NetworkAttributes } from "../../modules/aws/network/network";
import type { ContainerRegistry } from "../../modules/aws/stores/container-registry";
import { WorkQueue } from "../../modules/aws/stores/work-queue";
import { definedEntries, mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { componentImage, container, health, imageVariable, scalingTargets } from "../shared-settings";

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

  const api = new ContainerService(stack, "api", {
    ...common,
    name: "api",
    container: { ...container(application, image), health: health(application.health) },
    healthCommand: service.health_command,
    replicas: application.replicas,
    targets: scalingTargets(application.targets),
    scheduledScaling: service.scheduled_scaling,
    route: { loadBalancer, priority: 100 },
    sendsTo: queues,
    tasks: service.tasks,
    blueGreen: service.blue_green ? blueGreenVariables(stack, application.image) : undefined,
  });
  const components = mapValues(
    application.components,
    (component, name) =>
      new ContainerService(stack, name, {
        ...common,
        name,
        container: container(component, componentImage(stack, name, component, image)),
        replicas: component.replicas,
        targets: scalingTargets(component.targets),
        consumes: queues[name],
      }),
  );
  return { api, components, queues };
}

function blueGreenVariables(stack: Construct, image: string) {
  const percent = new TerraformVariable(stack, "green_percent", {
    type: "number",
    default: 0,
    description: "Share of requests that go to green, in percent",
    validation: [
      {
        condition: "${var.green_percent >= 0 && var.green_percent <= 100}",
        errorMessage: "green_percent: expected 0 to 100.",
      },
    ],
  });
  return {
    greenImage: imageVariable(stack, "green_image", image, "Image of the green service"),
    greenPercent: percent.numberValue,
  };
}
