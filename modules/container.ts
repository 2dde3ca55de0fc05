/** An HTTP check of one replica. */
export interface Probe {
  /** HTTP path that answers 2xx when the check passes. */
  readonly path: string;
  /** Seconds between the start and the first check, where the platform supports it. @default 0 */
  readonly initialDelaySeconds?: number;
  /** Seconds between two checks. */
  readonly intervalSeconds: number;
  /** Seconds after which a check without an answer fails; less than the interval. */
  readonly timeoutSeconds: number;
  /** Failed checks in a row before the replica counts as failed. */
  readonly failures: number;
}

/** The health checks of a replica; each cloud uses those that it supports. */
export interface HealthProbes {
  /** A replica that fails is restarted. */
  readonly live: Probe;
  /** A replica that fails gets no requests. */
  readonly ready: Probe;
  /** The time a replica may take to start: interval × failures. */
  readonly startup: Probe;
}

/** One container of the application, the same on every cloud. */
export interface ContainerProps {
  /** Image with its tag or digest; usually a token of a Terraform variable, so that a pipeline can set it. */
  readonly image: string;
  /** The port on which the application listens. */
  readonly port: number;
  /** vCPU per replica. Each cloud has its own valid pairs of CPU and memory; settings check them. */
  readonly cpu: number;
  /** Memory per replica, in MiB. */
  readonly memoryMib: number;
  /** Replaces the image's command (CMD); its entry point stays, but on Azure Container Instances. @default - the image's own */
  readonly command?: readonly string[];
  /** Plain environment variables by name; they win over those that a connection sets. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables filled from a secret store: NAME → the cloud's reference, never a value. @default - none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Required where requests are routed to the container. @default - none, as for a worker */
  readonly health?: HealthProbes;
}

/** How many copies of a container run. */
export interface Replicas {
  /** Fewest, also without load. */
  readonly min: number;
  /** Most, also under load. */
  readonly max: number;
}

/** A metric of the application that autoscaling keeps near a target. */
export interface CustomTarget {
  /** The metric's namespace. */
  readonly namespace: string;
  /** The metric's name. */
  readonly metric: string;
  /** The average per replica. */
  readonly target: number;
}

/** The averages that autoscaling keeps by adding and removing replicas. */
export interface ScalingTargets {
  /** Average CPU of all replicas, in percent. */
  readonly cpuPercent: number;
  /** Average memory of all replicas, in percent. */
  readonly memoryPercent: number;
  /** Requests per minute and replica. @default - the number of requests does not matter */
  readonly requestsPerReplica?: number;
  /** Metrics of the application; the key names the scaling policy. @default - none */
  readonly custom?: Readonly<Record<string, CustomTarget>>;
}
