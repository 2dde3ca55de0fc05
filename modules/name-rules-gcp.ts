import { alphanumeric, hyphenated, lowercase, type NameRule, words } from "./name-rule";

/** Names that PostgreSQL keeps: the role of a service account is its address without `.gserviceaccount.com`. */
const longestDatabaseRole = 63;

/** The rules of Google Cloud. Each limit is the one of the resource's reference. */
export const gcpNameRules = {
  cloud_run: { max: 49, pattern: lowercase }, // Cloud Run: service, job and worker pool ids have fewer than 50 characters
  gcp_alert: { max: 512, pattern: words }, // Cloud Monitoring: display names
  gcp_budget: { max: 60, pattern: words }, // Billing budgets: displayName
  gcp_dashboard: { max: 255, pattern: hyphenated }, // Cloud Monitoring dashboards: displayName; the figure is CloudWatch's
  gcp_identity_pool: { max: 32, pattern: lowercase, before: "github-" }, // IAM: 4 to 32; "gcp-" in front is Google's
  gcp_logging: { max: 100, pattern: words }, // Cloud Logging: ids of buckets, sinks and metrics
  gcp_resource: { max: 63, pattern: lowercase }, // RFC 1035 label: Compute Engine, Cloud SQL, Memorystore, Artifact Registry, KMS, …
  gcp_role: { max: 64, pattern: alphanumeric, compact: true }, // IAM: roleId, without hyphens
  gcp_secret: { max: 255, pattern: words }, // Secret Manager: secret ids
  gcp_topic: { max: 255, pattern: words }, // Pub/Sub: ids of topics and subscriptions
  gcp_service_account: {
    max: (project) => Math.min(30, longestDatabaseRole - "@.iam".length - project.length), // IAM: 30
    pattern: lowercase,
  },
  gcs_bucket: { max: 63, pattern: lowercase, global: true }, // Cloud Storage bucket naming rules
} satisfies Record<string, NameRule>;
