import { type TerraformStack, TerraformVariable } from "cdktf";
import { type IdentityAttributes, ManagedIdentity } from "../../modules/azure/access/managed-identity";
import { ContainerAppEnvironment } from "../../modules/azure/containers/container-app-environment";
import { ContainerAppService } from "../../modules/azure/containers/container-app-service";
import { ContainerService } from "../../modules/azure/containers/container-service";
import type { ServiceConnections } from "../../modules/azure/containers/service-connections";
import type { ServiceBackend, ServiceProps } from "../../modules/azure/containers/service-props";
import type { WatchedService } from "../../modules/azure/monitoring/monitoring-sources";
import { WorkQueue } from "../../modules/azure/stores/work-queue";
import type { PlatformSettings } from "../../settings/schema";
import { componentImage, container, health, imageVariable, scalingTargets } from "../shared-settings";
import type { Ground } from "./ground";

type Settings = PlatformSettings["azure"];

export interface Application {
  /** Where the load balancer sends requests. */
  readonly backend: ServiceBackend;
  /** What is watched, by key. */
  readonly watched: Readonly<Record<string, WatchedService>>;
  readonly queues: Readonly<Record<string, WorkQueue>>;
}

/** An identity for the application's service and for each component: what each may do is its own. */
export function addIdentities(stack: TerraformStack, { application }: Settings, { placement }: Ground) {
  return Object.fromEntries(
    ["api", ...Object.keys(application.components)].map((name) => [
      name,
      new ManagedIdentity(stack, `${name}-identity`, { ...placement, name }),
    ]),
  );
}

/** The application's service and its components, on Container Instances or on Container Apps; images are late-bound variables. */
export function addApplication(
  stack: TerraformStack,
  settings: Settings,
  ground: Ground,
  {
    identities,
    connections,
  }: { readonly identities: Readonly<Record<string, IdentityAttributes>>; readonly connections: ServiceConnections },
): Application {
  const { application } = settings;
  const image = imageVariable(stack, "image", application.image, "Image of the application");
  const queues = addQueues(stack, settings, ground);
  const deploy = deployer(stack, settings, ground);

  const services = Object.entries({ api: application, ...application.components }).map(([name, workload]) => {
    const isApi = name === "api";
    const own = isApi ? image : componentImage(stack, name, workload, image);
    const props = {
      ...serviceProps(settings, ground),
      ...connections,
      name,
      identity: identities[name] as IdentityAttributes,
      container: {
        ...container(workload, own),
        health: isApi ? health(application.health) : undefined,
      },
      replicas: workload.replicas,
      ...(isApi ? { sendsTo: queues } : { worksOff: queues[name] }),
    };
    return deploy(name, props, workload.targets, workload.image ?? application.image);
  });
  const backend = services.find((service) => service.backend)?.backend;
  if (!backend) throw new Error("application: expected health probes, without which no client reaches it");
  return { backend, watched: Object.assign({}, ...services.map(({ watched }) => watched)), queues };
}

function serviceProps(settings: Settings, { placement, network, vault, registry, workspaceId, logs }: Ground) {
  const { tracing } = settings.service;
  return {
    ...placement,
    network,
    vault,
    registry,
    workspaceId,
    tracing: tracing.enabled
      ? {
          samplingPercent: tracing.sampling_percent,
          collectorImage: tracing.collector_image,
          applicationInsightsId: logs.applicationInsightsId,
          connectionString: logs.connectionString,
        }
      : undefined,
  } satisfies Partial<ServiceProps>;
}

function addQueues(
  stack: TerraformStack,
  { application, queue: { private: isPrivate } }: Settings,
  { placement, workspaceId, privateAccess }: Ground,
) {
  return Object.fromEntries(
    Object.entries(application.components)
      .filter(([, { queue }]) => queue)
      .map(([name]) => [
        name,
        new WorkQueue(stack, `${name}-queue`, {
          ...placement,
          name,
          workspaceId,
          privateAccess: isPrivate ? privateAccess("queue") : undefined,
        }),
      ]),
  );
}

interface Deployed {
  readonly backend?: ServiceBackend;
  readonly watched: Readonly<Record<string, WatchedService>>;
}

type Deploy = (
  name: string,
  props: ServiceProps,
  targets: Settings["application"]["targets"],
  greenImage: string,
) => Deployed;

/** How a service is deployed on what the settings chose. */
function deployer(stack: TerraformStack, settings: Settings, ground: Ground): Deploy {
  const { service, zones } = settings;
  if (service.platform === "container_apps") {
    const environment = new ContainerAppEnvironment(stack, "environment", {
      ...ground.placement,
      network: ground.network,
      workspaceId: ground.workspaceId,
      zoneRedundant: zones.length > 1,
    });
    return (name, props, targets) => {
      const { appId, backend } = new ContainerAppService(stack, name, {
        ...props,
        environment,
        targets: scalingTargets(targets),
        registryCredentials: service.registry_credentials,
        tasks: name === "api" ? service.tasks : undefined,
      });
      const { cpu, memoryMib } = props.container;
      return { backend, watched: { [name]: { type: "containerApp", id: appId, cpu, memoryMib } } };
    };
  }
  return (name, props, _targets, greenImage) => {
    const isApi = props.container.health !== undefined;
    const { groupIds, backend } = new ContainerService(stack, name, {
      ...props,
      zones,
      route: isApi ? { priority: 200 } : undefined,
      blueGreen: isApi && service.blue_green ? blueGreenVariables(stack, greenImage) : undefined,
    });
    const { cpu, memoryMib } = props.container;
    const watched = Object.entries(groupIds).map(([group, id]): [string, WatchedService] => [
      `${name}-${group}`,
      { type: "containerGroup", id, cpu, memoryMib, containerName: "application" },
    ]);
    return { backend, watched: Object.fromEntries(watched) };
  };
}

function blueGreenVariables(stack: TerraformStack, image: string) {
  const percent = new TerraformVariable(stack, "green_percent", {
    type: "number",
    default: 0,
    description: "0: all requests go to blue; 100: to green",
    validation: [
      {
        condition: "${var.green_percent == 0 || var.green_percent == 100}",
        errorMessage: "green_percent: expected 0 or 100, an Application Gateway divides nothing within a pool.",
      },
    ],
  });
  return {
    greenImage: imageVariable(stack, "green_image", image, "Image of the green set"),
    greenPercent: percent.numberValue,
  };
}
