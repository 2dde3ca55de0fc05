import "cdktf/lib/testing/adapters/jest";
import { LoggingProjectBucketConfig } from "@cdktf/provider-google/lib/logging-project-bucket-config";
import { LoggingProjectExclusion } from "@cdktf/provider-google/lib/logging-project-exclusion";
import { LoggingProjectSink } from "@cdktf/provider-google/lib/logging-project-sink";
import { ProjectIamAuditConfig } from "@cdktf/provider-google/lib/project-iam-audit-config";
import { AuditTrail } from "../../../../modules/gcp/account/audit-trail";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const made = synthesized((scope) => {
  new AuditTrail(scope, "audit", { names, retentionDays: 400, logDays: 14 });
});

test("reads and writes of every service are recorded, without exempt members", () => {
  expect(made.one(ProjectIamAuditConfig)).toMatchObject({
    project: "example-prod",
    service: "allServices",
    audit_log_config: [{ log_type: "ADMIN_READ" }, { log_type: "DATA_READ" }, { log_type: "DATA_WRITE" }],
  });
});

test("the project's default bucket takes no audit log that is in the separate one", () => {
  expect(made.one(LoggingProjectExclusion).filter).toBe(
    'log_id("cloudaudit.googleapis.com/data_access") OR log_id("cloudaudit.googleapis.com/policy")',
  );
});

test("audit logs are kept in a separate bucket, longer than all other logs", () => {
  expect(made).toHaveResourceWithProperties(LoggingProjectBucketConfig, {
    bucket_id: "test-execution-prod-audit",
    location: "us-central1",
    retention_days: 400,
  });
  expect(made).toHaveResourceWithProperties(LoggingProjectBucketConfig, {
    bucket_id: "_Default",
    location: "global",
    retention_days: 14,
  });
  const sink = made.one(LoggingProjectSink);
  expect(sink.destination).toMatch(
    /^logging\.googleapis\.com\/\$\{google_logging_project_bucket_config\..*kept.*\.id\}$/,
  );
  const logs = ["activity", "data_access", "system_event", "policy"];
  expect(sink.filter.split(" OR ")).toEqual(logs.map((log) => `log_id("cloudaudit.googleapis.com/${log}")`));
});
