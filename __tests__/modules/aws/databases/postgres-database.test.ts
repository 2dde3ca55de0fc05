import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbInstanceAutomatedBackupsReplication } from "@cdktf/provider-aws/lib/db-instance-automated-backups-replication";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { Construct } from "constructs";
import { PostgresDatabase, type PostgresDatabaseProps } from "../../../../modules/aws/databases/postgres-database";
import { synthesized } from "../../../synthesized";
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
    multiAz: true,
    backupDays: 30,
    readReplicas: 0,
    monitoringSeconds: 60,
    performanceInsightsDays: 7,
    logDays: 30,
    ...props,
  });
}

const make = (props: Partial<PostgresDatabaseProps> = {}) =>
  synthesized((scope) => {
    create(scope, props);
  });

describe("PostgresDatabase", () => {
  test.each([
    ["16", true],
    ["16.8", false],
  ])("version %s is upgraded by itself: %s", (engineVersion, upgraded) => {
    expect(make({ engineVersion })).toHaveResourceWithProperties(DbInstance, { auto_minor_version_upgrade: upgraded });
  });

  test("a database is encrypted and private, has a standby, and is protected from deletion by default", () => {
    expect(make()).toHaveResourceWithProperties(DbInstance, {
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
      copy_tags_to_snapshot: true,
      apply_immediately: false,
    });
  });

  test("backups reach back 30 days and are made in their window (document 002)", () => {
    expect(make()).toHaveResourceWithProperties(DbInstance, {
      backup_retention_period: 30,
      backup_window: "03:00-04:00",
      maintenance_window: "sun:04:00-sun:05:00",
    });
  });

  test("a database that may be destroyed leaves neither backups nor a snapshot", () => {
    const instance = make({ deletionProtection: false, finalSnapshot: false }).one(DbInstance);
    expect(instance).toMatchObject({
      deletion_protection: false,
      delete_automated_backups: true,
      skip_final_snapshot: true,
    });
    expect(instance).not.toHaveProperty("final_snapshot_identifier");
  });

  test("RDS makes the password and keeps it under our key", () => {
    const instance = make().one(DbInstance);
    expect(instance).toMatchObject({
      manage_master_user_password: true,
      master_user_secret_kms_key_id: "arn:key",
      iam_database_authentication_enabled: true,
    });
    expect(instance).not.toHaveProperty("password_wo");
  });

  test("TLS is forced and slow statements are logged, in the family of the major version", () => {
    const group = make().one(DbParameterGroup);
    expect(group).toMatchObject({ name: "test-execution-prod-main-postgres16", family: "postgres16" });
    expect(group.parameter).toContainEqual({ name: "rds.force_ssl", value: "1", apply_method: "immediate" });
    expect(group.parameter).toContainEqual({
      name: "log_min_duration_statement",
      value: "1000",
      apply_method: "immediate",
    });
  });

  test("logs go to encrypted groups that are there before the instance", () => {
    const made = make({ logDays: 365 });
    for (const log of ["postgresql", "upgrade"]) {
      expect(made).toHaveResourceWithProperties(CloudwatchLogGroup, {
        name: `/aws/rds/instance/test-execution-prod-main/${log}`,
        kms_key_id: "arn:key",
        retention_in_days: 365,
      });
    }
    expect(made.one(DbInstance)).toMatchObject({
      enabled_cloudwatch_logs_exports: ["postgresql", "upgrade"],
      depends_on: [
        expect.stringMatching(/^aws_cloudwatch_log_group\..*postgresql/),
        expect.stringMatching(/^aws_cloudwatch_log_group\..*upgrade/),
      ],
    });
  });

  test("enhanced monitoring and Performance Insights are on, with role and key", () => {
    const made = make();
    expect(made.one(DbInstance)).toMatchObject({
      monitoring_interval: 60,
      performance_insights_enabled: true,
      performance_insights_kms_key_id: "arn:key",
      performance_insights_retention_period: 7,
    });
    expect(made).toHaveResourceWithProperties(IamRolePolicyAttachment, {
      policy_arn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });
  });

  test("0 switches enhanced monitoring and Performance Insights off, role and all", () => {
    const made = make({ monitoringSeconds: 0, performanceInsightsDays: 0 });
    const instance = made.one(DbInstance);
    expect(instance).not.toHaveProperty("monitoring_interval");
    expect(instance).not.toHaveProperty("performance_insights_enabled");
    expect(made).not.toHaveResource(IamRolePolicyAttachment);
  });

  test("no rule lets a client in until a consumer adds one", () => {
    expect(make()).not.toHaveResource(VpcSecurityGroupIngressRule);
  });

  test("automated backups are replicated with the other region's provider and key", () => {
    const made = synthesized((scope) => {
      const provider = new AwsProvider(scope, "west", { region: "us-west-2", alias: "west" });
      create(scope, { backupDays: 14, backupReplication: { provider, keyArn: "arn:west" } });
    });
    expect(made).toHaveResourceWithProperties(DbInstanceAutomatedBackupsReplication, {
      provider: "aws.west",
      kms_key_id: "arn:west",
      retention_period: 14,
    });
  });

  const ignored = { ignore_changes: ["restore_to_point_in_time", "snapshot_identifier", "kms_key_id", "db_name"] };

  test("a new database starts with automated backups, up to their latest moment", () => {
    const automatedBackupsArn = "arn:aws:rds:eu-west-1:111111111111:auto-backup:ab-1";
    const instance = make({ restoreFrom: { automatedBackupsArn } }).one(DbInstance);
    expect(instance).toMatchObject({
      restore_to_point_in_time: {
        source_db_instance_automated_backups_arn: automatedBackupsArn,
        use_latest_restorable_time: true,
      },
      manage_master_user_password: true,
      lifecycle: ignored,
    });
    expect(instance).not.toHaveProperty("snapshot_identifier");
    expect(instance).not.toHaveProperty("db_name");
  });

  test("a new database starts with a snapshot", () => {
    const instance = make({ restoreFrom: { snapshotIdentifier: "before" } }).one(DbInstance);
    expect(instance).toMatchObject({ snapshot_identifier: "before", lifecycle: ignored });
    expect(instance).not.toHaveProperty("restore_to_point_in_time");
    expect(instance).not.toHaveProperty("db_name");
  });

  test("a restored database is not replaced once the settings name no backup, nor for the key of its backup", () => {
    const instance = make().one(DbInstance);
    expect(instance).toMatchObject({ db_name: "app", lifecycle: ignored });
    expect(instance).not.toHaveProperty("snapshot_identifier");
    expect(instance).not.toHaveProperty("restore_to_point_in_time");
  });
});
