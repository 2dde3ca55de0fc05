import type { Change, PlanAction } from "./stack-plan";

/** A resource whose change may interrupt the service that people see. */
export interface Interruption {
  readonly address: string;
  /** As people call it, e.g. `database`. */
  readonly what: string;
  /** What happens to it. */
  readonly how: "destroyed" | "replaced" | "may restart";
}

/** What serves requests or holds data, by the provider's type. The first that fits counts. */
const kinds: readonly (readonly [type: RegExp, what: string])[] = [
  [
    /_(target_group|listener|forwarding_rule|url_map|backend_service|target_https?_proxy|lb|alb|elb)(_|$)/,
    "load balancer",
  ],
  [/_(application_gateway|load_balancer|ingress\w*|gateway_v?\d*|global_address|public_ip)$/, "load balancer"],
  [/^aws_lambda_(function|alias)$/, "function"],
  [
    /_(elasticache_(replication_group|cluster|serverless_cache)|redis_(instance|cluster)|redis_cache|memorystore\w*)$/,
    "cache",
  ],
  [/_(db_instance|rds_cluster(_instance)?|sql_database_instance|postgresql_flexible_server|alloydb_\w+)$/, "database"],
  [/_sql_database$|_flexible_server_database$/, "database"],
  [/_dynamodb_(table|global_table)$/, "table"],
  [
    /_(s3_bucket|storage_bucket|storage_account|storage_container|storage_share|efs_file_system|efs_mount_target)$/,
    "store",
  ],
  [/_(filestore_instance|persistent_volume(_claim)?(_v1)?)$/, "store"],
  [/_(ecs_cluster|eks_cluster|eks_node_group|container_cluster|container_node_pool|kubernetes_cluster)$/, "cluster"],
  [
    /_(ecs_service|cloud_run_v2_service|cloud_run_v2_worker_pool|container_group|container_app(_environment)?)$/,
    "service",
  ],
  [/^kubernetes_(deployment|stateful_set|daemon_?set|service|namespace)(_v1)?$/, "service"],
  [/^helm_release$/, "release"],
  [/_(api_gateway_(rest_api|stage|domain_name)|apigatewayv2_(api|stage|domain_name))$/, "API"],
  [/_cloudfront_distribution$/, "distribution"],
  [/_cognito_user_pool(_client)?$/, "user pool"],
  [/_(sqs_queue|pubsub_(topic|subscription)|sns_topic|servicebus_\w+)$/, "queue"],
  [/_(vpc|subnet|subnetwork|virtual_network|nat_gateway|internet_gateway|compute_network|route)$/, "network"],
  [/_(route53_record|route53_zone|dns_record_set|dns_managed_zone|dns_[a-z]+_record|dns_zone)$/, "DNS"],
  [/_kms_(key|crypto_key)$|_key_vault(_key)?$/, "key"],
];

/** Attributes for which a database or a cache stops for a while. */
const restarts =
  /^(instance_class|engine_version|node_type|tier|sku_name|settings\.\d+\.tier|database_version|version|multi_az|availability_type|parameter_group_name)$/;

/** What may interrupt service: what serves or holds data and is destroyed or replaced, and databases and caches that restart. */
export function interruptions(changes: readonly Change[]): Interruption[] {
  return changes.flatMap(({ address, action, attributes = [] }): Interruption[] => {
    const type = address.replace(/^(module\.[^.]+\.)*/, "").split(".")[0] ?? "";
    const what = kinds.find(([pattern]) => pattern.test(type))?.[1];
    if (!what) return [];
    if (action === "delete") return [{ address, what, how: "destroyed" }];
    if (action === "replace") return [{ address, what, how: "replaced" }];
    const mayRestart = action === "update" && attributes.some(({ path }) => restarts.test(path));
    return mayRestart && /^(database|cache)$/.test(what) ? [{ address, what, how: "may restart" }] : [];
  });
}

/** What is done, in words, in the order in which a reader asks. */
const done: readonly (readonly [PlanAction, string])[] = [
  ["create", "made"],
  ["update", "changed"],
  ["replace", "replaced"],
  ["delete", "destroyed"],
  ["import", "imported"],
  ["move", "moved"],
  ["forget", "forgotten"],
];

/** `3 made, 2 changed, 1 replaced`. */
export function doneText(changes: readonly Change[]): string {
  return done
    .map(([action, word]) => [changes.filter((change) => change.action === action).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(", ");
}
