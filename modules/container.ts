/** An HTTP check of one replica. */
export interface Probe {
  /** Answers 2xx when the check passes. */
  readonly path: string;
  /** Time after the start before the first check, in seconds, where the platform knows one. @default 0 */
  readonly initialDelaySeconds?: number;
  readonly intervalSeconds: number;
  /** Shorter than the interval. */
  readonly timeoutSeconds: number;
  /** Failed checks in a row before it counts. */
  readonly failures: number;
}

/** What tells whether a replica works; each cloud uses the checks it knows. */
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
  /** Image with its tag or digest; usually a token, so that a pipeline can deploy a build without a changed file. */
  readonly image: string;
  /** The port on which the application listens. */
  readonly port: number;
  /** vCPU per replica. Each cloud has its own valid pairs of CPU and memory; settings check them. */
  readonly cpu: number;
  /** Memory per replica, in MiB. */
  readonly memoryMib: number;
  /** Replaces the image's command. @default - the image's own */
  readonly command?: readonly string[];
  /** Plain variables by name; they win over those that a connection sets. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables filled from a secret store: NAME → the cloud's reference, never a value. @default - none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Needed where requests are routed to the container. @default - none: a worker that no client reaches */
  readonly health?: HealthProbes;
}

/** How many copies run. */
export interface Replicas {
  readonly min: number;
  readonly max: number;
}

/** A metric of the application itself that autoscaling holds. */
export interface CustomTarget {
  readonly namespace: string;
  readonly metric: string;
  /** The average per replica. */
  readonly target: number;
}

/** What autoscaling holds by adding and removing replicas. */
export interface ScalingTargets {
  readonly cpuPercent: number;
  readonly memoryPercent: number;
  /** Requests per minute and replica. @default - requests do not scale */
  readonly requestsPerReplica?: number;
  /** By a name of your own, which names the policy. @default - none */
  readonly custom?: Readonly<Record<string, CustomTarget>>;
}
