import type { Body, Rule } from "./rule";

/** Google encrypts all stored data. Customer-managed keys are a setting, which protected environments must use (see `keepsData`). */
export const encryption: Rule[] = [
  {
    type: "google_kms_crypto_key",
    must: "rotate every 90 days",
    holds: ({ rotation_period }) => Number.parseInt(rotation_period, 10) <= 90 * 86_400,
  },
];

const secretName = /(PASSWORD|SECRET|TOKEN|API_?KEY)$/;

/** Cloud Run, for which checkov has no check: a service account, egress through the network, limits, and no plain secrets. */
const isGuarded = ({ service_account, vpc_access, containers }: Body) =>
  service_account &&
  vpc_access.egress === "ALL_TRAFFIC" &&
  containers.every(
    ({ resources: { limits }, env = [] }: Body) =>
      limits.cpu &&
      limits.memory &&
      env.every(
        ({ name, value, value_source: from }: Body) =>
          (from === undefined && !(secretName.test(name) && value)) || /^\d+$/.test(from?.secret_key_ref.version),
      ),
  );

const cloudRun = "have its own account, leave through the network, and have limits and secrets by version";

export const exposure: Rule[] = [
  { type: "google_cloud_run_v2_service", must: cloudRun, holds: ({ template }) => isGuarded(template) },
  { type: "google_cloud_run_v2_job", must: cloudRun, holds: ({ template }) => isGuarded(template.template) },
  { type: "google_cloud_run_v2_worker_pool", must: cloudRun, holds: ({ template }) => isGuarded(template) },
  {
    type: "google_sql_database_instance",
    must: "have no public address",
    holds: ({ settings: { ip_configuration: ip } }) =>
      ip.ipv4_enabled === false && ip.private_network && !ip.authorized_networks,
  },
  {
    type: "google_cloud_run_v2_service",
    must: "be reached through the load balancer only",
    holds: ({ ingress }) => ingress === "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
  },
  {
    type: "google_storage_bucket",
    must: "prevent public access, and allow access by role only",
    holds: ({ public_access_prevention, uniform_bucket_level_access }) =>
      public_access_prevention === "enforced" && uniform_bucket_level_access,
  },
  {
    type: "google_compute_backend_service",
    must: "filter and log requests",
    holds: ({ security_policy, log_config }) => security_policy && log_config.enable,
  },
  {
    type: "google_compute_global_forwarding_rule",
    must: "listen on ports 80 and 443 only",
    holds: ({ port_range }) => ["80", "443"].includes(port_range),
  },
  {
    type: "google_compute_network",
    must: "have no automatic subnets",
    holds: ({ auto_create_subnetworks }) => auto_create_subnetworks === false,
  },
  {
    type: "google_compute_subnetwork",
    must: "have private addresses only, and log its flows",
    holds: ({ stack_type, private_ip_google_access, log_config }) =>
      stack_type === "IPV4_ONLY" && private_ip_google_access && log_config,
  },
  {
    type: "google_compute_firewall",
    must: "allow no inbound traffic",
    holds: ({ direction, allow }) => direction === "EGRESS" || !allow,
  },
  {
    type: "google_memorystore_instance",
    must: "accept IAM logins",
    holds: ({ authorization_mode }) => authorization_mode === "IAM_AUTH",
  },
];

export const tls: Rule[] = [
  {
    type: "google_compute_ssl_policy",
    must: "use TLS 1.2 or newer",
    holds: ({ min_tls_version }) => /^TLS_1_[23]$/.test(min_tls_version),
  },
  { type: "google_compute_target_https_proxy", must: "have a TLS policy", holds: ({ ssl_policy }) => ssl_policy },
  {
    type: "google_compute_target_http_proxy",
    must: "redirect",
    holds: ({ url_map }) => url_map.includes("redirect"),
  },
  {
    type: "google_compute_url_map",
    must: "route to the service or redirect to HTTPS",
    holds: ({ default_service, default_url_redirect: to }) => default_service || to.https_redirect,
  },
  {
    type: "google_sql_database_instance",
    must: "refuse connections without TLS",
    holds: ({ settings }) => settings.ip_configuration.ssl_mode === "ENCRYPTED_ONLY",
  },
  {
    type: "google_memorystore_instance",
    must: "encrypt in transit",
    holds: ({ transit_encryption_mode }) => transit_encryption_mode === "SERVER_AUTHENTICATION",
  },
];

/** Rules of protected environments. */
export const keepsData: Rule[] = [
  {
    type: "google_sql_database_instance",
    must: "refuse deletion, by Terraform and by others",
    holds: (b) => b.deletion_protection && b.settings.deletion_protection_enabled,
  },
  {
    type: "google_sql_database_instance",
    must: "be in two zones with backups, or a replica",
    holds: ({ settings: { availability_type, backup_configuration: b }, master_instance_name }) =>
      master_instance_name || (availability_type === "REGIONAL" && b.enabled && b.point_in_time_recovery_enabled),
  },
  {
    type: "google_sql_database_instance",
    must: "have a customer-managed key",
    holds: ({ encryption_key_name }) => encryption_key_name,
  },
  {
    type: "google_artifact_registry_repository",
    must: "refuse deletion, where it is no copy of another registry, and have a customer-managed key",
    holds: ({ mode, lifecycle, kms_key_name }) =>
      (mode === "REMOTE_REPOSITORY" || lifecycle.prevent_destroy) && kms_key_name,
  },
  {
    type: "google_memorystore_instance",
    must: "refuse deletion and have a customer-managed key",
    holds: (b) => b.deletion_protection_enabled && b.kms_key,
  },
  { type: "google_pubsub_topic", must: "have a customer-managed key", holds: ({ kms_key_name }) => kms_key_name },
  {
    type: "google_secret_manager_secret",
    must: "have a customer-managed key",
    holds: ({ replication: { user_managed } }) =>
      user_managed.replicas.every(
        (replica: { customer_managed_encryption?: object }) => replica.customer_managed_encryption,
      ),
  },
  {
    type: "google_storage_bucket",
    must: "have a customer-managed key, unless it takes access logs",
    holds: (b) => b.encryption?.default_kms_key_name || !b.logging,
  },
  {
    type: "google_storage_bucket",
    must: "refuse deletion with objects in it, and keep old versions",
    holds: (b) => !b.force_destroy && b.versioning.enabled,
  },
  {
    type: "google_kms_crypto_key",
    must: "refuse deletion, and wait 30 days",
    holds: (b) => b.lifecycle.prevent_destroy && b.destroy_scheduled_duration === `${30 * 86_400}s`,
  },
];
