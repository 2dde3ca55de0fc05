import { LoggingProjectBucketConfig } from "@cdktf/provider-google/lib/logging-project-bucket-config";
import { LoggingProjectSink } from "@cdktf/provider-google/lib/logging-project-sink";
import { ProjectIamAuditConfig } from "@cdktf/provider-google/lib/project-iam-audit-config";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface AuditTrailProps {
  readonly names: Names;
  /** Days that audit logs are kept, at most 3650 (Cloud Logging limit). @default 365 */
  readonly retentionDays?: number;
  /** Days that all other logs of the project are kept, at most 3650 (Cloud Logging limit). @default 30 */
  readonly logDays?: number;
}

/** What Google records of who did what: changes, which it always records, and reads, which a project must ask for. */
const auditLogs = ["activity", "data_access", "system_event", "policy"];

/** Who read and changed what in a project, in a log bucket of its own. One a project: Google keeps one configuration for all. */
export class AuditTrail extends Construct {
  /** `projects/…/buckets/…` */
  readonly logBucket: string;

  constructor(scope: Construct, id: string, { names, retentionDays = 365, logDays = 30 }: AuditTrailProps) {
    super(scope, id);
    const project = names.accountId;
    new ProjectIamAuditConfig(this, "recorded", {
      project,
      service: "allServices",
      auditLogConfig: ["ADMIN_READ", "DATA_READ", "DATA_WRITE"].map((logType) => ({ logType })),
    });
    const bucket = new LoggingProjectBucketConfig(this, "kept", {
      project,
      location: names.region,
      bucketId: names.of("generic", "audit"),
      description: `Audit logs of ${names.prefix}`,
      retentionDays,
    });
    new LoggingProjectSink(this, "sink", {
      name: names.of("generic", "audit"),
      description: "Audit logs into a bucket of their own",
      destination: `logging.googleapis.com/${bucket.id}`,
      filter: auditLogs.map((log) => `log_id("cloudaudit.googleapis.com/${log}")`).join(" OR "),
      uniqueWriterIdentity: true,
    });
    // It is there in every project; Terraform takes it over.
    new LoggingProjectBucketConfig(this, "everything-else", {
      project,
      location: "global",
      bucketId: "_Default",
      retentionDays: logDays,
    });

    this.logBucket = bucket.id;
  }
}
