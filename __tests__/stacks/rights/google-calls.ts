/** What the Google provider (6.50) calls of a kind of resource. */
interface Calls {
  /** Permissions with which Terraform reads it. */
  readonly read: string;
  /** Permissions with which it makes, changes and deletes it; empty where Google has no such call, or where a person does it. */
  readonly write: string;
}

const on = (resource: string, read = "get", write = "create update delete"): Calls => ({
  read: each(resource, read),
  write: each(resource, write),
});

const grant = (resource: string): Calls => on(resource, "getIamPolicy", "getIamPolicy setIamPolicy");

const each = (resource: string, verbs: string) =>
  verbs
    .split(" ")
    .filter(Boolean)
    .map((verb) => `${resource}.${verb}`)
    .join(" ");

const project = "resourcemanager.projects";

/** By type. Permissions as each method's page of the API names them ("IAM Permissions"). */
export const googleCalls: Readonly<Record<string, Calls>> = {
  google_artifact_registry_repository: on("artifactregistry.repositories"),
  google_artifact_registry_repository_iam_member: grant("artifactregistry.repositories"),
  google_certificate_manager_certificate: on("certificatemanager.certs"),
  google_certificate_manager_certificate_map: on("certificatemanager.certmaps"),
  google_certificate_manager_certificate_map_entry: on("certificatemanager.certmapentries"),
  google_certificate_manager_dns_authorization: on("certificatemanager.dnsauthorizations"),
  google_cloud_run_v2_job: on("run.jobs"),
  google_cloud_run_v2_job_iam_member: grant("run.jobs"),
  google_cloud_run_v2_service: on("run.services"),
  google_cloud_run_v2_service_iam_member: grant("run.services"),
  google_cloud_run_v2_worker_pool: on("run.workerpools"),
  google_cloud_run_v2_worker_pool_iam_member: grant("run.workerpools"),
  google_cloud_scheduler_job: on("cloudscheduler.jobs"),
  google_cloudbuild_trigger: on("cloudbuild.builds", "get", "create update"),
  google_compute_backend_service: on("compute.backendServices"),
  google_compute_firewall: on("compute.firewalls"),
  google_compute_global_address: on("compute.globalAddresses", "get", "create delete"),
  google_compute_global_forwarding_rule: on("compute.globalForwardingRules"),
  google_compute_network: on("compute.networks"),
  google_compute_region_network_endpoint_group: on("compute.regionNetworkEndpointGroups", "get", "create delete use"),
  google_compute_router: on("compute.routers"),
  google_compute_router_nat: on("compute.routers", "get", "update"),
  google_compute_security_policy: on("compute.securityPolicies", "get", "create update delete use"),
  google_compute_ssl_policy: on("compute.sslPolicies", "get", "create update delete use"),
  google_compute_subnetwork: on("compute.subnetworks"),
  google_compute_target_http_proxy: on("compute.targetHttpProxies", "get", "create delete use setUrlMap"),
  google_compute_target_https_proxy: on(
    "compute.targetHttpsProxies",
    "get",
    "create delete use setUrlMap setSslPolicy",
  ),
  google_compute_url_map: on("compute.urlMaps", "get", "create update delete use"),
  google_dns_record_set: {
    read: "dns.resourceRecordSets.list",
    write: each("dns.resourceRecordSets", "create update delete"),
  },
  google_iam_workload_identity_pool: on("iam.googleapis.com/workloadIdentityPools", "get", ""),
  google_iam_workload_identity_pool_provider: on("iam.googleapis.com/workloadIdentityPoolProviders", "get", ""),
  google_iap_web_backend_service_iam_member: grant("iap.webServices"),
  google_kms_crypto_key: on("cloudkms.cryptoKeys", "get", "create update"),
  google_kms_crypto_key_iam_binding: grant("cloudkms.cryptoKeys"),
  google_kms_key_ring: on("cloudkms.keyRings", "get", "create"),
  google_logging_metric: on("logging.logMetrics"),
  google_logging_project_bucket_config: on("logging.buckets"),
  google_logging_project_exclusion: on("logging.exclusions"),
  google_logging_project_sink: on("logging.sinks"),
  google_memorystore_instance: on("memorystore.instances"),
  google_monitoring_alert_policy: on("monitoring.alertPolicies"),
  google_monitoring_dashboard: on("monitoring.dashboards"),
  google_monitoring_notification_channel: on("monitoring.notificationChannels"),
  google_monitoring_uptime_check_config: on("monitoring.uptimeCheckConfigs"),
  google_network_connectivity_service_connection_policy: on("networkconnectivity.serviceConnectionPolicies"),
  google_project_iam_audit_config: grant(project),
  google_project_iam_custom_role: on("iam.roles", "get", ""),
  google_project_iam_member: grant(project),
  google_project_service: {
    read: each("serviceusage.services", "get list"),
    write: each("serviceusage.services", "enable"),
  },
  google_pubsub_subscription: on("pubsub.subscriptions"),
  google_pubsub_subscription_iam_member: grant("pubsub.subscriptions"),
  google_pubsub_topic: on("pubsub.topics", "get", "create update delete attachSubscription"),
  google_pubsub_topic_iam_member: grant("pubsub.topics"),
  google_secret_manager_secret: on("secretmanager.secrets"),
  google_secret_manager_secret_iam_member: grant("secretmanager.secrets"),
  // The provider compares the value, which is why the reader has `access` on these secrets alone: see the test of it.
  google_secret_manager_secret_version: on("secretmanager.versions", "get", "add enable destroy access"),
  google_service_account: on("iam.serviceAccounts", "get", ""),
  google_service_account_iam_member: on("iam.serviceAccounts", "getIamPolicy", ""),
  google_service_networking_connection: {
    read: "servicenetworking.services.get compute.networks.get resourcemanager.projects.get",
    write: each("servicenetworking.services", "addPeering deleteConnection"),
  },
  google_sql_database: on("cloudsql.databases"),
  google_sql_database_instance: on("cloudsql.instances"),
  google_sql_user: {
    read: "cloudsql.instances.get cloudsql.users.list",
    write: each("cloudsql.users", "create update delete"),
  },
  google_storage_bucket: on("storage.buckets"),
  google_storage_bucket_iam_member: grant("storage.buckets"),
};

/** What is in the billing account, where its owner gives the rights. */
export const ofBillingAccount = ["google_billing_budget"];
