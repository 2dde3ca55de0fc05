import "cdktf/lib/testing/adapters/jest";
import { LoggingProjectBucketConfig } from "@cdktf/provider-google/lib/logging-project-bucket-config";
import { LoggingProjectSink } from "@cdktf/provider-google/lib/logging-project-sink";
import { ProjectIamAuditConfig } from "@cdktf/provider-google/lib/project-iam-audit-config";
import { Testing } from "cdktf";
import { AuditTrail, type AuditTrailProps } from "../../../../modules/gcp/account/audit-trail";
import { names, resourcesOf } from "../fixtures";

function synth(props: Partial<AuditTrailProps> = {}): string {
  return Testing.synthScope((scope) => {
    new AuditTrail(scope, "audit", { names, ...props });
  });
}

test("reads and writes of every service by everybody are recorded", () => {
  expect(resourcesOf(synth(), ProjectIamAuditConfig)).toMatchObject([
    {
      project: "example-prod",
      service: "allServices",
      audit_log_config: [{ log_type: "ADMIN_READ" }, { log_type: "DATA_READ" }, { log_type: "DATA_WRITE" }],
    },
  ]);
});

test("audit logs are kept in a bucket of their own, longer than all others", () => {
  const synthesized = synth({ retentionDays: 400, logDays: 14 });
  expect(synthesized).toHaveResourceWithProperties(LoggingProjectBucketConfig, {
    bucket_id: "test-execution-prod-audit",
    location: "us-central1",
    retention_days: 400,
  });
  expect(synthesized).toHaveResourceWithProperties(LoggingProjectBucketConfig, {
    bucket_id: "_Default",
    location: "global",
    retention_days: 14,
  });
  const [sink] = resourcesOf<{ destination: string; filter: string }>(synthesized, LoggingProjectSink);
  expect(sink.destination).toMatch(
    /^logging\.googleapis\.com\/\$\{google_logging_project_bucket_config\..*kept.*\.id\}$/,
  );
  for (const log of ["activity", "data_access", "system_event", "policy"]) {
    expect(sink.filter).toContain(`log_id("cloudaudit.googleapis.com/${log}")`);
  }
});
