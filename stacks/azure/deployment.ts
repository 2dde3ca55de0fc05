import { type TerraformStack, TerraformVariable } from "cdktf";
import { ContainerAppEnvironment } from "../../modules/azure/containers/container-app-environment";
import { ContainerAppService } from "../../modules/azure/containers/container-app-service";
import { ContainerService, type ContainerServiceProps } from "../../modules/azure/containers/container-service";
import type { ServiceBackend, ServiceProps } from "../../modules/azure/containers/service-props";
import type { WatchedService } from "../../modules/azure/monitoring/monitoring-sources";
import { stableNumbers } from "../../modules/routes";
import type { PlatformSettings } from "../../settings/schema";
import { componentRoutes, scalingTargets } from "../shared-settings";
import type { AzureContext } from "./context";

type Settings = PlatformSettings["azure"];

/** A service that runs. */
export interface DeployedService {
  /** How the load balancer reaches it; undefined for a worker. */
  readonly backend?: ServiceBackend;
  /** What monitoring watches, by key. */
  readonly watched: Readonly<Record<string, WatchedService>>;
}

/** Deploys one service. `workload` is its block of the settings. */
export type Deploy = (
  props: ServiceProps,
  workload: Pick<Settings["application"], "targets"> & { readonly image: string },
) => DeployedService;

/** The way in which services are deployed: on Container Apps or on Container Instances, as the settings say. */
export function deployment(stack: TerraformStack, settings: Settings, context: AzureContext): Deploy {
  return settings.service.platform === "container_apps"
    ? containerApps(stack, settings, context)
    : containerInstances(stack, settings);
}

function containerApps(stack: TerraformStack, { service, zones }: Settings, context: AzureContext): Deploy {
  const { placement, network, workspaceId } = context;
  const environment = new ContainerAppEnvironment(stack, "environment", {
    ...placement,
    network,
    workspaceId,
    zoneRedundant: zones.length > 1,
  });
  return (props, { targets }) => {
    const { name } = props;
    const { cpu, memoryMib } = props.container;
    const { appId, backend } = new ContainerAppService(stack, name, {
      ...props,
      environment,
      targets: scalingTargets(targets),
      registryCredentials: service.registry_credentials,
      tasks: name === "api" ? service.tasks : undefined,
    });
    return { backend, watched: { [name]: { type: "containerApp", id: appId, cpu, memoryMib } } };
  };
}

function containerInstances(stack: TerraformStack, { application, service, zones }: Settings): Deploy {
  const priorities: Readonly<Record<string, number>> = {
    ...stableNumbers(Object.keys(componentRoutes(application)), 201, 4095),
    api: 200,
  };
  let ofApplication: ContainerServiceProps["blueGreen"];
  // A component that runs the application's image is released with it.
  const blueGreen = (name: string, image: string) => {
    if (name === "api") ofApplication = blueGreenVariables(stack, image);
    else if (application.components[name]?.image) return blueGreenVariables(stack, image, name);
    return ofApplication;
  };
  return (props, { image }) => {
    const { name } = props;
    const { cpu, memoryMib, health } = props.container;
    const priority = health && priorities[name];
    const { groupIds, backend } = new ContainerService(stack, name, {
      ...props,
      zones,
      route: priority ? { priority } : undefined,
      blueGreen: priority && service.blue_green ? blueGreen(name, image) : undefined,
    });
    const watched = Object.entries(groupIds).map(([group, id]): [string, WatchedService] => [
      `${name}-${group}`,
      { type: "containerGroup", id, cpu, memoryMib, containerName: "application" },
    ]);
    return { backend, watched: Object.fromEntries(watched) };
  };
}

/** The image of the green set and its share of the requests, both late-bound; of a component by its name. */
function blueGreenVariables(stack: TerraformStack, image: string, component?: string) {
  const prefix = component ? `${component.replaceAll("-", "_")}_green` : "green";
  const name = `${prefix}_percent`;
  const percent = new TerraformVariable(stack, name, {
    type: "number",
    default: 0,
    description: "0: all requests go to blue; 100: to green",
    validation: [
      {
        condition: `\${var.${name} == 0 || var.${name} == 100}`,
        errorMessage: `${name}: expected 0 or 100, an Application Gateway divides nothing within a pool.`,
      },
    ],
  });
  // Not kept by the state: `image` is, and a pipeline of Azure gives the other two.
  const green = new TerraformVariable(stack, `${prefix}_image`, {
    type: "string",
    default: image,
    description: `Image of the green set${component ? ` of ${component}` : ""}`,
  });
  return { greenImage: green.stringValue, greenPercent: percent.numberValue };
}
