import { grows, growsUpTo, isMinor, type Owned, type Owner } from "./owner";

const row = (
  type: RegExp,
  attributes: readonly string[],
  owner: Owner,
  why: string,
  more: Pick<Owned, "onlyIgnored" | "makes"> = {},
): Owned => ({ type, attributes, owner, why, ...more });
const onlyIgnored = true;

const database = /^aws_(db_instance|rds_cluster|rds_cluster_instance|docdb_cluster|docdb_cluster_instance)$/;
const restored = /^(aws_(db_instance|rds_cluster)|google_sql_database_instance|azurerm_postgresql_flexible_server)$/;
const run = /^google_cloud_run_v2_(service|job|worker_pool)$/;
const workload = /^kubernetes_(deployment|stateful_set|daemon_?set)(_v1)?$/;
const restartedAt = "spec.template.metadata.annotations.kubectl.kubernetes.io/restartedAt";

/** The table of docs/drift.md; `__tests__/operator/drift/owners.test.ts` holds every `ignore_changes` of the stacks to it. */
// biome-ignore format: a table has a line for each row
export const owners: readonly Owned[] = [
  row(/^aws_ecs_service$/, ["desired_count"], "autoscaling", "Application Auto Scaling sets the number of tasks between the limits that we write"),
  row(/^aws_appautoscaling_target$/, ["min_capacity", "max_capacity"], "autoscaling", "the stack's scheduled actions write the limits by the clock", { onlyIgnored }),
  row(/^aws_eks_node_group$/, ["scaling_config.desired_size"], "autoscaling", "Cluster Autoscaler sets the number of nodes between the limits that we write"),
  row(/^aws_autoscaling_group$/, ["desired_capacity"], "autoscaling", "scaling policies set the number of instances between the limits"),
  row(/^aws_dynamodb_table$/, ["read_capacity", "write_capacity"], "autoscaling", "Application Auto Scaling sets the provisioned capacity", { onlyIgnored }),
  row(workload, ["spec.replicas"], "autoscaling", "the HorizontalPodAutoscaler sets the number of pods", { onlyIgnored }),
  row(/^google_container_node_pool$/, ["node_count"], "autoscaling", "the cluster's autoscaler sets the number of nodes"),
  row(database, ["engine_version"], "minor upgrades", "RDS installs minor versions in the maintenance window, and cannot go back", { makes: isMinor }),
  row(/^aws_(elasticache_(replication_group|cluster)|mq_broker)$/, ["engine_version"], "minor upgrades", "the service installs minor versions in the maintenance window, and cannot go back", { makes: isMinor }),
  row(/^google_sql_database_instance$/, ["maintenance_version"], "minor upgrades", "Cloud SQL installs it in the maintenance window"),
  row(database, ["ca_cert_identifier"], "rotation", "RDS replaces certificates of servers before their authority expires"),
  row(/^aws_secretsmanager_secret_version$/, ["secret_string", "version_stages"], "rotation", "rotations and people put new values: to put the first one back would lock clients out"),
  row(/^azurerm_key_vault_certificate$/, ["certificate_policy", "tags"], "rotation", "a renewed or imported certificate brings its policy and tags with it", { onlyIgnored }),
  row(/^azurerm_postgresql_flexible_server$/, ["zone", "high_availability.standby_availability_zone"], "failover", "a failover swaps the zones of the primary and the standby"),
  row(/^aws_db_instance$/, ["allocated_storage"], "storage growth", "RDS grows it up to `max_allocated_storage`, and it cannot shrink", { makes: growsUpTo }),
  row(/^google_sql_database_instance$/, ["settings.disk_size"], "storage growth", "Cloud SQL grows it by `disk_autoresize`, and it cannot shrink", { makes: grows }),
  row(/^azurerm_postgresql_flexible_server$/, ["storage_mb"], "storage growth", "the server grows it by `auto_grow_enabled`, and it cannot shrink", { makes: grows }),
  row(run, ["client", "client_version"], "tools", "gcloud and the console write their name and version at each change"),
  row(/^google_cloud_run_v2_worker_pool$/, ["launch_stage"], "tools", "the service raises it when what is used leaves its preview", { onlyIgnored }),
  row(workload, [restartedAt], "tools", "`kubectl rollout restart` writes it: to take it away would restart the pods again"),
  row(restored, ["kms_key_id", "snapshot_identifier", "restore_to_point_in_time", "db_name", "clone", "restore_backup_context", "create_mode", "point_in_time_restore_time_in_utc", "source_server_id"], "the first deploy", "it counts when the database is made", { onlyIgnored }),
  row(/^azurerm_consumption_budget_resource_group$/, ["time_period"], "the first deploy", "a budget begins in the month in which it is made", { onlyIgnored }),
  row(/^azurerm_role_assignment$/, ["principal_id"], "the first deploy", "the service may make the identity of a task again", { onlyIgnored }),
  row(/^terraform_data$/, ["input"], "the first deploy", "what is released is in the state alone", { onlyIgnored }),
];
