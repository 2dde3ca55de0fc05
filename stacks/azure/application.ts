import type { TerraformStack } from "cdktf";
import type { ServiceBackend, ServiceProps } from "../../modules/azure/containers/service-props";
import type { WatchedService } from "../../modules/azure/monitoring/monitoring-sources";
import { WorkQueue } from "../../modules/azure/stores/work-queue";
import { definedEntries, mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import { componentHealth, componentImage, container, health, imageVariable } from "../shared-settings";
import type { AzureContext } from "./context";
import { deployment } from "./deployment";
import type { Identities } from "./identities";
import type { Stores } from "./stores";

type Settings = PlatformSettings["azure"];

/** What the application runs as and uses. */
export interface ApplicationInputs extends Stores {
  readonly identities: Identities;
}

/** The services and queues of the application. */
export interface Application {
  /** Where the load balancer sends requests. */
  readonly backend: ServiceBackend;
  /** The same of the components that clients reach, by component. */
  readonly componentBackends: Readonly<Record<string, ServiceBackend>>;
  /** The container groups or apps that monitoring watches, by key. */
  readonly services: Readonly<Record<string, WatchedService>>;
  /** The queues of the components that have one, by component. */
  readonly queues: Readonly<Record<string, WorkQueue>>;
}

/** The application's service, its components and their queues. Images are late-bound variables. */
export function addApplication(
  stack: TerraformStack,
  settings: Settings,
  context: AzureContext,
  inputs: ApplicationInputs,
): Application {
  const { application } = settings;
  const image = imageVariable(stack, "image", application.image, "Image of the application");
  const queues = addQueues(stack, settings, context);
  const deploy = deployment(stack, settings, context);
  const common = commonProps(settings, context, inputs);

  const { platform, entrypoint = [] } = settings.service;
  const run = (...[workload, built]: Parameters<typeof container>) => {
    const { command, ...rest } = container(workload, built);
    return { ...rest, command: platform === "container_apps" ? command : command && [...entrypoint, ...command] };
  };
  const api = deploy(
    {
      ...common,
      name: "api",
      identity: inputs.identities.api,
      container: { ...run(application, image), health: health(application.health) },
      replicas: application.replicas,
      sendsTo: queues,
    },
    application,
  );
  const components = mapValues(application.components, (component, name) =>
    deploy(
      {
        ...common,
        name,
        identity: inputs.identities[name],
        container: { ...run(component, componentImage(stack, name, component, image)), ...componentHealth(component) },
        replicas: component.replicas,
        consumes: queues[name],
      },
      { ...component, image: component.image ?? application.image },
    ),
  );
  if (!api.backend) throw new Error("application: expected health probes, without which no client reaches it");
  return {
    backend: api.backend,
    componentBackends: definedEntries(mapValues(components, ({ backend }) => backend)),
    services: Object.assign({}, ...[api, ...Object.values(components)].map(({ watched }) => watched)),
    queues,
  };
}

/** The props that all services share. */
function commonProps(
  { service: { tracing } }: Settings,
  { placement, network, vault, registry, workspaceId, logs }: AzureContext,
  { artifacts, database, cache, configuration }: ApplicationInputs,
) {
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
    database,
    cache,
    buckets: { artifacts },
    configuration,
    metricNamespace: placement.names.name,
  } satisfies Partial<ServiceProps>;
}

function addQueues(
  stack: TerraformStack,
  { application, queue: { private: isPrivate } }: Settings,
  { placement, workspaceId, privateAccess }: AzureContext,
): Record<string, WorkQueue> {
  const consumers = Object.entries(application.components).filter(([, { queue }]) => queue);
  return Object.fromEntries(
    consumers.map(([name]) => [
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
