/** One colour of the application on ECS. */
export interface EcsSide {
  readonly service: string;
  readonly target_group: string;
  /** As CloudWatch names it: `targetgroup/<name>/<id>`. */
  readonly target_group_suffix: string;
  readonly task_definition: string;
}

/** What the output `release_target` of a stack on ECS says: where its release is carried. */
export interface EcsTarget {
  readonly platform: "ecs";
  readonly region: string;
  readonly cluster: string;
  readonly sides: Readonly<Record<"blue" | "green", EcsSide>>;
  /** ARNs of the listener rules that carry the weights. */
  readonly listener_rules: readonly string[];
  /** As CloudWatch names it: `app/<name>/<id>`. */
  readonly load_balancer: string;
  readonly url: string;
  readonly probe_header: string;
}
