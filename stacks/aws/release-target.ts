/** One side of a service that clients reach. */
export interface SideTarget {
  /** The ECS service, by name. */
  readonly service: string;
  readonly target_group: string;
  /** The dimension `TargetGroup` in CloudWatch. */
  readonly target_group_suffix: string;
  /** Its alarms, by name: the two that roll a deployment of it back, and the critical ones. */
  readonly alarms: readonly string[];
}

/** A service that clients reach. With blue/green it has two sides; else only blue, which ECS rolls. */
export interface ServiceTarget {
  readonly blue: SideTarget;
  readonly green?: SideTarget;
  /** Names of its late-bound values (output `release`). Services with the same `image` are released together. Without blue/green only `image`. */
  readonly values: Readonly<
    { image: string } & Partial<
      Record<"next_image" | "next_percent" | "live" | "live_minimum" | "next_minimum" | "probe", string>
    >
  >;
  /** Rules that divide its requests, by ARN: all of them have the same weights. */
  readonly listener_rules: readonly string[];
  /** Which requests reach it: of these hosts (empty: of all) and paths such as `/api/*` (empty: all that reach no other service). */
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  /** Path of its readiness check; through the load balancer it leads here only where `paths` has it. */
  readonly ready_path: string;
  readonly log_group: string;
  /** What autoscaling may run between, where the settings alone decide. */
  readonly replicas: { readonly minimum: number; readonly maximum: number };
  /** Whether schedules own these two: then what a release holds takes up to a minute. */
  readonly scheduled: boolean;
}

/** A service that no client reaches. It takes the new `image` when a release is finished, by ECS's own rollout. */
export interface ComponentTarget {
  readonly service: string;
  readonly log_group: string;
  /** Name of the late-bound value of its image. */
  readonly image: string;
  /** SQS queues by name, where it consumes one. */
  readonly queue?: string;
  readonly dead_letter_queue?: string;
}

/** A task that runs to its end when it is started. */
export interface TaskTarget {
  /** ARN of the task definition with the live image. */
  readonly definition: string;
  /** The same with the image of the side that is not live. @default - no blue/green */
  readonly next_definition?: string;
  readonly subnets: readonly string[];
  readonly security_groups: readonly string[];
  readonly log_group: string;
}

/** The output `release_target` of an `aws` stack: where the operator reads and sets what a release is made of. Nothing in it is secret. */
export interface ReleaseTarget {
  readonly platform: "ecs";
  readonly region: string;
  /** The ECS cluster, by name. */
  readonly cluster: string;
  /** The dimension `LoadBalancer` in CloudWatch. */
  readonly load_balancer: string;
  /** Where clients reach the application. */
  readonly url: string;
  /** The header whose value is the late-bound `probe`. */
  readonly probe_header: string;
  /** `api`, and the components that clients reach. */
  readonly services: Readonly<Record<string, ServiceTarget>>;
  readonly components: Readonly<Record<string, ComponentTarget>>;
  readonly tasks: Readonly<Record<string, TaskTarget>>;
  /** The critical alarms of the system, by name. Those of one side are with the side. */
  readonly alarms: readonly string[];
  /** The bucket that has the log of releases. @default - that of the state */
  readonly log_bucket?: string;
}
