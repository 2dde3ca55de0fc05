import { type TerraformStack, TerraformVariable } from "cdktf";
import { ContainerService, type ContainerServiceProps } from "../../modules/gcp/containers/container-service";
import type { ServiceConnections } from "../../modules/gcp/containers/service-connections";
import type { Network } from "../../modules/gcp/network/network";
import { WorkQueue } from "../../modules/gcp/stores/work-queue";
import type { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { componentImage, container, health, imageVariable } from "../shared-settings";

type Settings = PlatformSettings["gcp"];

export interface ApplicationSurroundings {
  readonly names: Names;
  readonly network: Network;
  readonly keyId?: string;
  readonly connections: ServiceConnections;
}

export interface Application {
  readonly api: ContainerService;
  readonly components: Readonly<Record<string, ContainerService>>;
  readonly queues: Readonly<Record<string, WorkQueue>>;
}

/** The application's service and its components; images and the share of the revision before are late-bound. */
export function addApplication(
  stack: TerraformStack,
  settings: Settings,
  around: ApplicationSurroundings,
): Application {
  const { application, service } = settings;
  const { names, network, keyId, connections } = around;
  const image = imageVariable(stack, "image", application.image, "Image of the application");
  const queues = Object.fromEntries(
    Object.entries(application.components)
      .filter(([, { queue }]) => queue)
      .map(([name]) => [
        name,
        new WorkQueue(stack, `${name}-queue`, { names, name, keyId, projectNumber: settings.project_number }),
      ]),
  );
  const common = {
    names,
    network,
    concurrency: service.concurrency,
    requestTimeoutSeconds: service.request_timeout_seconds,
    cpuBetweenRequests: service.cpu_between_requests,
    tracing: service.tracing.enabled
      ? { samplingPercent: service.tracing.sampling_percent, collectorImage: service.tracing.collector_image }
      : undefined,
    deletionProtection: settings.protected,
    ...connections,
  } satisfies Partial<ContainerServiceProps>;

  const api = new ContainerService(stack, "api", {
    ...common,
    name: "api",
    container: { ...container(application, image), health: health(application.health) },
    replicas: application.replicas,
    previous: previousRevision(stack),
    iapProjectNumber: settings.load_balancer.iap_members.length > 0 ? settings.project_number : undefined,
    sendsTo: queues,
    tasks: service.tasks,
  });
  const components = Object.fromEntries(
    Object.entries(application.components).map(([name, component]) => [
      name,
      new ContainerService(stack, name, {
        ...common,
        name,
        container: container(component, componentImage(stack, name, component, image)),
        replicas: component.replicas,
        worksOff: queues[name],
      }),
    ]),
  );
  return { api, components, queues };
}

/** The revision that keeps a share of the requests, such as 90 % while a new build proves itself with the rest. */
function previousRevision(stack: TerraformStack) {
  const revision = new TerraformVariable(stack, "previous_revision", {
    type: "string",
    default: "",
    description: "Revision that keeps a share of the requests; the output `revision` of the deploy before",
  });
  const percent = new TerraformVariable(stack, "previous_percent", {
    type: "number",
    default: 0,
    description: "Its share of the requests, in percent",
    validation: [
      {
        condition: "${var.previous_percent >= 0 && var.previous_percent <= 100}",
        errorMessage: "previous_percent: expected 0 to 100.",
      },
    ],
  });
  return { revision: revision.stringValue, percent: percent.numberValue };
}
