import { LoggingProjectBucketConfig } from "@cdktf/provider-google/lib/logging-project-bucket-config";
import { LoggingProjectExclusion } from "@cdktf/provider-google/lib/logging-project-exclusion";
import { LoggingProjectSink } from "@cdktf/provider-google/lib/logging-project-sink";
import { ProjectIamAuditConfig } from "@cdktf/provider-google/lib/project-iam-audit-config";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface AuditTrailProps {
  readonly names: Names;
  /** Days that audit logs are kept, at most 3650 (Cloud Logging limit). */
  readonly retentionDays: number;
  /** Days that all other logs of the project are kept, at most 3650 (Cloud Logging limit). */
  readonly logDays: number;
}

/** Google's kinds of audit log. Changes are always recorded; reads (`data_access`) only where the project enables it. */
const auditLogs = ["activity", "data_access", "system_event", "policy"];

const filterOf = (logs: readonly string[]) =>
  logs.map((log) => `log_id("cloudaudit.googleapis.com/${log}")`).join(" OR ");

/** Records who read and changed what in a project, in a separate log bucket. One per project: Google has one audit configuration each. */
export class AuditTrail extends Construct {
  /** `projects/…/buckets/…` */
  readonly logBucket: string;

  constructor(scope: Construct, id: string, { names, retentionDays, logDays }: AuditTrailProps) {
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
      bucketId: names.of("gcp_logging", "audit"),
      description: `Audit logs of ${names.prefix}`,
      retentionDays,
    });
    new LoggingProjectSink(this, "sink", {
      name: names.of("gcp_logging", "audit"),
      description: "Audit logs into a bucket of their own",
      destination: `logging.googleapis.com/${bucket.id}`,
      filter: filterOf(auditLogs),
      uniqueWriterIdentity: true,
    });
    // The project's default sink would keep these a second time. It takes no changes and no system events anyway.
    new LoggingProjectExclusion(this, "once", {
      name: names.of("gcp_logging", "audit"),
      description: "Audit logs are in a bucket of their own",
      filter: filterOf(["data_access", "policy"]),
    });
    // Every project has this bucket already; Terraform adopts it.
    new LoggingProjectBucketConfig(this, "everything-else", {
      project,
      location: "global",
      bucketId: "_Default",
      retentionDays: logDays,
    });

    this.logBucket = bucket.id;
  }
}
