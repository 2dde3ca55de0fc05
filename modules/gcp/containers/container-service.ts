import { Construct } from "constructs";
import type { ContainerProps } from "../../container";
import type { Names } from "../../names";
import { ServiceIdentity } from "../access/service-identity";
import type { NetworkAttributes } from "../network/network";
import { ConnectionPermissions } from "./connection-permissions";
import { containerVariables } from "./connection-variables";
import { ContainerTask } from "./container-task";
import { RunService, type ServingProps } from "./run-service";
import type { ServiceConnections } from "./service-connections";
import { ServiceEgress } from "./service-egress";
import { serviceTracing, tracingRoles } from "./trace-collector";
import { WorkerPool } from "./worker-pool";

/** A job with the image, the rights and the variables of a service. */
export interface TaskOfService {
  readonly command: readonly string[];
  /** Cron expression in UTC, such as `0 3 * * *`. @default - started by hand or by a pipeline */
  readonly schedule?: string;
}

export interface ContainerServiceProps extends ServingProps, ServiceConnections {
  readonly names: Names;
  /** The service within the system, e.g. `api`. */
  readonly name: string;
  readonly network: NetworkAttributes;
  /**
   * CPU and memory must be a pair that Cloud Run accepts, which settings check; the collector of traces adds its own. With health
   * probes it becomes a service that a load balancer may route to. Without them it becomes a worker that no client reaches and
   * that always runs `replicas.min` replicas.
   */
  readonly container: ContainerProps;
  /** Jobs of the service by name, such as database migrations. @default - none */
  readonly tasks?: Readonly<Record<string, TaskOfService>>;
}

/**
 * A container on Cloud Run without public access. It has a service account of its own, with roles and firewall rules for the
 * resources that it uses only.
 */
export class ContainerService extends Construct {
  /** Name of the Cloud Run service, or of the worker pool. */
  readonly serviceName: string;
  readonly location: string;
  /** Name of the latest revision that is ready; undefined for a worker. */
  readonly revision?: string;
  /** Account under which it calls other Google services. */
  readonly serviceAccountEmail: string;
  /** Account that starts the tasks with a schedule; undefined where none has one. */
  readonly schedulerEmail?: string;
  /** The Cloud Run jobs of `tasks`, by name. */
  readonly taskNames: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ContainerServiceProps) {
    super(scope, id);
    const { names, name, container, network, tracing, tasks = {} } = props;

    const identity = new ServiceIdentity(this, "identity", {
      names,
      name,
      description: `What ${name} runs as`,
      roles: projectRoles(props),
    });
    const { environment, secrets } = containerVariables(container, props, identity);
    const { grants } = new ConnectionPermissions(this, "permissions", { names, identity, connections: props, secrets });
    const egress = new ServiceEgress(this, "egress", { names, service: name, network, connections: props });
    const running = { ...props, identity, environment, secrets, waitsFor: [...grants, ...egress.rules] };

    const traced = tracing && serviceTracing(tracing, names, name);
    const replicas = { ...running, environment: { ...traced, ...environment } };
    if (container.health) {
      const { serviceName, revision } = new RunService(this, "service", { ...replicas, health: container.health });
      this.serviceName = serviceName;
      this.revision = revision;
    } else {
      this.serviceName = new WorkerPool(this, "worker", replicas).poolName;
    }

    const taskScope = new Construct(this, "tasks");
    const scheduler = Object.values(tasks).some(({ schedule }) => schedule)
      ? new ServiceIdentity(this, "scheduler", {
          names,
          name: `${name}-run`,
          description: `Starts the tasks of ${name}`,
        })
      : undefined;
    this.taskNames = Object.fromEntries(
      Object.entries(tasks).map(([task, { command, schedule }]) => {
        const job = new ContainerTask(taskScope, task, {
          ...running,
          task,
          container: { ...container, command },
          scheduled: schedule && scheduler ? { schedule, by: scheduler } : undefined,
        });
        return [task, job.jobName];
      }),
    );

    this.location = names.region;
    this.schedulerEmail = scheduler?.email;
    this.serviceAccountEmail = identity.email;
  }
}

/** Roles that Google grants on a whole project only. */
function projectRoles({ tracing, metricNamespace }: ContainerServiceProps): string[] {
  if (tracing) return tracingRoles;
  return metricNamespace ? ["roles/monitoring.metricWriter"] : [];
}
