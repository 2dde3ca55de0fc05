import { type TerraformStack, TerraformVariable } from "cdktf";
import { ContainerService, type ContainerServiceProps } from "../../modules/gcp/containers/container-service";
import type { Network } from "../../modules/gcp/network/network";
import { WorkQueue } from "../../modules/gcp/stores/work-queue";
import type { PlatformSettings } from "../../settings/schema";
import { componentHealth, componentImage, container, health, imageVariable } from "../shared-settings";
import type { GcpContext } from "./context";
import type { Stores } from "./stores";

type Settings = PlatformSettings["gcp"];

/** What the application runs in and uses. */
export interface ApplicationInputs extends Pick<Stores, "artifacts" | "configuration" | "database" | "cache"> {
  readonly network: Network;
}

/** The services and queues of the application. */
export interface Application {
  /** The service that takes requests. */
  readonly api: ContainerService;
  /** The other services and the background workers, by component. */
  readonly components: Readonly<Record<string, ContainerService>>;
  /** The queues of the components that have one, by component. */
  readonly queues: Readonly<Record<string, WorkQueue>>;
  /** Namespace of the metrics that the application publishes. */
  readonly metricNamespace: string;
}

/** The application's service, its components and their queues. Images and the share of the previous revision are late-bound. */
export function addApplication(
  stack: TerraformStack,
  settings: Settings,
  context: GcpContext,
  { network, artifacts, configuration, database, cache }: ApplicationInputs,
): Application {
  const { application, service } = settings;
  const { names } = context;
  // With the environment: prod and prod-dr share a project.
  const metricNamespace = names.prefix;
  const image = imageVariable(stack, "image", application.image, "Image of the application");
  const queues = addQueues(stack, settings, context);
  const common = {
    names,
    network,
    concurrency: service.concurrency,
    requestTimeoutSeconds: service.request_timeout_seconds,
    cpuBetweenRequests: service.cpu_between_requests,
    tracing: service.tracing.enabled
      ? { samplingPercent: service.tracing.sampling_percent, collectorImage: service.tracing.collector_image }
      : undefined,
    database,
    cache,
    mount: service.mount_path ? { bucket: artifacts, path: service.mount_path } : undefined,
    buckets: { artifacts },
    configuration,
    metricNamespace,
  } satisfies Partial<ContainerServiceProps>;

  const iapProjectNumber = settings.load_balancer.iap_members.length > 0 ? settings.project_number : undefined;
  const api = new ContainerService(stack, "api", {
    ...common,
    name: "api",
    container: { ...container(application, image), health: health(application.health) },
    replicas: application.replicas,
    previous: previousRevision(stack),
    iapProjectNumber,
    sendsTo: queues,
    tasks: service.tasks,
  });
  const components = Object.fromEntries(
    Object.entries(application.components).map(([name, component]) => [
      name,
      new ContainerService(stack, name, {
        ...common,
        name,
        container: {
          ...container(component, componentImage(stack, name, component, image)),
          ...componentHealth(component),
        },
        replicas: component.replicas,
        ...(component.route && { previous: previousRevision(stack, name), iapProjectNumber }),
        consumes: queues[name],
      }),
    ]),
  );
  return { api, components, queues, metricNamespace };
}

function addQueues(stack: TerraformStack, settings: Settings, { names, keyId }: GcpContext): Record<string, WorkQueue> {
  const consumers = Object.entries(settings.application.components).filter(([, { queue }]) => queue);
  return Object.fromEntries(
    consumers.map(([name]) => [
      name,
      new WorkQueue(stack, `${name}-queue`, { names, name, keyId, projectNumber: settings.project_number }),
    ]),
  );
}

/** The revision that keeps a share of the requests, such as 90 % while a new build gets the rest; of a component by its name. */
function previousRevision(stack: TerraformStack, component?: string) {
  const prefix = component ? `${component.replaceAll("-", "_")}_` : "";
  const of = component ? ` of ${component}` : "";
  const output = component ? "component_revisions" : "revision";
  const revision = new TerraformVariable(stack, `${prefix}previous_revision`, {
    type: "string",
    default: "",
    description: `Revision${of} that keeps a share of the requests; the output \`${output}\` of the deploy before`,
  });
  const percentName = `${prefix}previous_percent`;
  const percent = new TerraformVariable(stack, percentName, {
    type: "number",
    default: 0,
    description: "Its share of the requests, in percent",
    validation: [
      {
        condition: `\${var.${percentName} >= 0 && var.${percentName} <= 100}`,
        errorMessage: `${percentName}: expected 0 to 100.`,
      },
    ],
  });
  return { revision: revision.stringValue, percent: percent.numberValue };
}
