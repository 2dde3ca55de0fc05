import "cdktf/lib/testing/adapters/jest";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbInstanceAutomatedBackupsReplication } from "@cdktf/provider-aws/lib/db-instance-automated-backups-replication";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Testing } from "cdktf";
import type { Construct } from "constructs";
import { PostgresDatabase, type PostgresDatabaseProps } from "../../../../modules/aws/databases/postgres-database";
import { names, network } from "../fixtures";

function create(scope: Construct, props: Partial<PostgresDatabaseProps>): PostgresDatabase {
  return new PostgresDatabase(scope, "database", {
    names,
    name: "main",
    network,
    keyArn: "arn:key",
    engineVersion: "16.8",
    instanceClass: "db.m7g.large",
    storageGib: 100,
    databaseName: "app",
    ...props,
  });
}

function synth(props: Partial<PostgresDatabaseProps> = {}): string {
  return Testing.synthScope((scope) => {
    create(scope, props);
  });
}

/** The arguments of the only instance. */
function instanceOf(synthesized: string): Record<string, unknown> {
  const [instance] = Object.values<Record<string, unknown>>(
    JSON.parse(synthesized).resource[DbInstance.tfResourceType],
  );
  return instance;
}

describe("PostgresDatabase", () => {
  test("a database is encrypted, private, with a standby, and protected from deletion unless told otherwise", () => {
    expect(synth()).toHaveResourceWithProperties(DbInstance, {
      identifier: "test-execution-prod-main",
      storage_type: "gp3",
      storage_encrypted: true,
      kms_key_id: "arn:key",
      publicly_accessible: false,
      multi_az: true,
      deletion_protection: true,
      delete_automated_backups: false,
      skip_final_snapshot: false,
      final_snapshot_identifier: "test-execution-prod-main-final",
      auto_minor_version_upgrade: true,
      copy_tags_to_snapshot: true,
      apply_immediately: false,
    });
  });

  test("backups reach back 30 days and are made in their window (document 002)", () => {
    expect(synth()).toHaveResourceWithProperties(DbInstance, {
      backup_retention_period: 30,
      backup_window: "03:00-04:00",
      maintenance_window: "sun:04:00-sun:05:00",
    });
  });

  test("a database that may be destroyed leaves neither backups nor a snapshot", () => {
    const instance = instanceOf(synth({ deletionProtection: false, finalSnapshot: false }));
    expect(instance).toMatchObject({
      deletion_protection: false,
      delete_automated_backups: true,
      skip_final_snapshot: true,
    });
    expect(instance).not.toHaveProperty("final_snapshot_identifier");
  });

  test("RDS makes the password and keeps it under our key", () => {
    const instance = instanceOf(synth());
    expect(instance).toMatchObject({
      manage_master_user_password: true,
      master_user_secret_kms_key_id: "arn:key",
      iam_database_authentication_enabled: true,
    });
    expect(instance).not.toHaveProperty("password_wo");
  });

  test("TLS is forced and slow statements are logged, in the family of the major version", () => {
    const [group] = Object.values<{ name: string; family: string; parameter: object[] }>(
      JSON.parse(synth()).resource[DbParameterGroup.tfResourceType],
    );
    expect(group).toMatchObject({ name: "test-execution-prod-main-postgres16", family: "postgres16" });
    expect(group.parameter).toContainEqual({ name: "rds.force_ssl", value: "1", apply_method: "immediate" });
    expect(group.parameter).toContainEqual({
      name: "log_min_duration_statement",
      value: "1000",
      apply_method: "immediate",
    });
  });

  test("own parameters win over ours and wait for a restart", () => {
    const parameters = { max_connections: "500", log_statement: "all" };
    const [group] = Object.values<{ parameter: { name: string }[] }>(
      JSON.parse(synth({ parameters })).resource[DbParameterGroup.tfResourceType],
    );
    expect(group.parameter.filter(({ name }) => name in parameters)).toEqual([
      { name: "log_statement", value: "all", apply_method: "pending-reboot" },
      { name: "max_connections", value: "500", apply_method: "pending-reboot" },
    ]);
  });

  test("logs go to encrypted groups that are there before the instance", () => {
    const synthesized = synth({ logDays: 365 });
    for (const log of ["postgresql", "upgrade"]) {
      expect(synthesized).toHaveResourceWithProperties(CloudwatchLogGroup, {
        name: `/aws/rds/instance/test-execution-prod-main/${log}`,
        kms_key_id: "arn:key",
        retention_in_days: 365,
      });
    }
    expect(instanceOf(synthesized)).toMatchObject({
      enabled_cloudwatch_logs_exports: ["postgresql", "upgrade"],
      depends_on: [
        expect.stringMatching(/^aws_cloudwatch_log_group\..*postgresql/),
        expect.stringMatching(/^aws_cloudwatch_log_group\..*upgrade/),
      ],
    });
  });

  test("enhanced monitoring and Performance Insights are on, with role and key", () => {
    const synthesized = synth();
    expect(instanceOf(synthesized)).toMatchObject({
      monitoring_interval: 60,
      performance_insights_enabled: true,
      performance_insights_kms_key_id: "arn:key",
      performance_insights_retention_period: 7,
    });
    expect(synthesized).toHaveResourceWithProperties(IamRolePolicyAttachment, {
      policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });
  });

  test("0 switches enhanced monitoring and Performance Insights off, role and all", () => {
    const synthesized = synth({ monitoringSeconds: 0, performanceInsightsDays: 0 });
    const instance = instanceOf(synthesized);
    expect(instance).not.toHaveProperty("monitoring_interval");
    expect(instance).not.toHaveProperty("performance_insights_enabled");
    expect(synthesized).not.toHaveResource(IamRolePolicyAttachment);
  });

  test("nobody may reach it until a consumer opens a way in", () => {
    expect(synth()).not.toHaveResource(VpcSecurityGroupIngressRule);
  });

  test("automated backups are replicated with the other region's provider and key", () => {
    const synthesized = Testing.synthScope((scope) => {
      const provider = new AwsProvider(scope, "west", { region: "us-west-2", alias: "west" });
      create(scope, { backupDays: 14, backupReplication: { provider, keyArn: "arn:west" } });
    });
    expect(synthesized).toHaveResourceWithProperties(DbInstanceAutomatedBackupsReplication, {
      provider: "aws.west",
      kms_key_id: "arn:west",
      retention_period: 14,
    });
  });

  const ignored = { ignore_changes: ["restore_to_point_in_time", "snapshot_identifier", "kms_key_id"] };

  test("a new database starts with automated backups, up to their latest moment", () => {
    const automatedBackupsArn = "arn:aws:rds:eu-west-1:111111111111:auto-backup:ab-1";
    const instance = instanceOf(synth({ restoreFrom: { automatedBackupsArn } }));
    expect(instance).toMatchObject({
      restore_to_point_in_time: {
        source_db_instance_automated_backups_arn: automatedBackupsArn,
        use_latest_restorable_time: true,
      },
      manage_master_user_password: true,
      lifecycle: ignored,
    });
    expect(instance).not.toHaveProperty("snapshot_identifier");
  });

  test("a new database starts with a snapshot", () => {
    const instance = instanceOf(synth({ restoreFrom: { snapshotIdentifier: "before" } }));
    expect(instance).toMatchObject({ snapshot_identifier: "before", lifecycle: ignored });
    expect(instance).not.toHaveProperty("restore_to_point_in_time");
  });

  test("a restored database is not replaced once the settings name no backup, nor for the key of its backup", () => {
    const instance = instanceOf(synth());
    expect(instance).toMatchObject({ lifecycle: ignored });
    expect(instance).not.toHaveProperty("snapshot_identifier");
    expect(instance).not.toHaveProperty("restore_to_point_in_time");
  });
});
