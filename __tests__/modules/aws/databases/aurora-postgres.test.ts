import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { localStorageGib } from "../../../../modules/aws/databases/aurora-local-storage";
import { AuroraPostgres, type AuroraPostgresProps } from "../../../../modules/aws/databases/aurora-postgres";
import { synthesized } from "../../../synthesized";
import { names, network } from "../fixtures";

const make = (props: Partial<AuroraPostgresProps> = {}, see: (database: AuroraPostgres) => void = () => {}) =>
  synthesized((scope) => {
    see(
      new AuroraPostgres(scope, "database", {
        names,
        name: "main",
        network,
        keyArn: "arn:key",
        engineVersion: "15",
        databaseName: "ai_prism",
        instanceClass: "db.r6g.large",
        instances: 3,
        backupDays: 30,
        monitoringSeconds: 60,
        performanceInsightsDays: 7,
        logDays: 30,
        ...props,
      }),
    );
  });

describe("AuroraPostgres", () => {
  test("a cluster is as in document 003: backed up for 30 days, logged, protected, with a named last snapshot", () => {
    expect(make()).toHaveResourceWithProperties(RdsCluster, {
      cluster_identifier: "test-execution-prod-main",
      engine: "aurora-postgresql",
      database_name: "ai_prism",
      master_username: "postgres",
      backup_retention_period: 30,
      preferred_backup_window: "03:00-04:00",
      preferred_maintenance_window: "sun:04:00-sun:05:00",
      enabled_cloudwatch_logs_exports: ["postgresql"],
      deletion_protection: true,
      delete_automated_backups: false,
      skip_final_snapshot: false,
      final_snapshot_identifier: "test-execution-prod-main-final-snapshot",
      copy_tags_to_snapshot: true,
    });
  });

  test("data, password and insights are under our key; AWS makes the password", () => {
    const made = make();
    expect(made).toHaveResourceWithProperties(RdsCluster, {
      storage_encrypted: true,
      kms_key_id: "arn:key",
      manage_master_user_password: true,
      master_user_secret_kms_key_id: "arn:key",
      iam_database_authentication_enabled: true,
    });
    expect(made).toHaveResourceWithProperties(RdsClusterInstance, {
      performance_insights_enabled: true,
      performance_insights_kms_key_id: "arn:key",
      performance_insights_retention_period: 7,
    });
    expect(made.one(RdsCluster)).not.toHaveProperty("master_password");
  });

  test("TLS is forced for the whole cluster, in the family of the major version", () => {
    const made = make({ engineVersion: "15.3" });
    const group = made.one(RdsClusterParameterGroup);
    expect(group).toMatchObject({
      name: "test-execution-prod-main-aurora-postgresql15",
      family: "aurora-postgresql15",
    });
    expect(group.parameter).toContainEqual({ name: "rds.force_ssl", value: "1", apply_method: "immediate" });
    expect(made.one(RdsCluster).db_cluster_parameter_group_name).toMatch(/^\$\{aws_rds_cluster_parameter_group\./);
  });

  test("three private instances take over from each other in order, and are watched closely", () => {
    const instances = make().all(RdsClusterInstance);
    expect(instances.map(({ identifier, promotion_tier }) => [identifier, promotion_tier])).toEqual([
      ["test-execution-prod-main-0", 0],
      ["test-execution-prod-main-1", 1],
      ["test-execution-prod-main-2", 2],
    ]);
    for (const instance of instances) {
      expect(instance).toMatchObject({
        instance_class: "db.r6g.large",
        publicly_accessible: false,
        monitoring_interval: 60,
        monitoring_role_arn: expect.stringContaining("aws_iam_role."),
        copy_tags_to_snapshot: true,
      });
    }
  });

  test("the cluster alone decides the version of its instances, and upgrades them unless a minor version is pinned", () => {
    const instance = make({ instances: 1 }).one(RdsClusterInstance);
    expect(instance).toMatchObject({
      auto_minor_version_upgrade: true,
      lifecycle: { ignore_changes: ["engine_version"] },
    });
    expect(make({ engineVersion: "15.3" }).all(RdsClusterInstance)[0].auto_minor_version_upgrade).toBe(false);
  });

  test("the log group is there before the cluster writes, encrypted and for a month", () => {
    const made = make();
    expect(made.all(CloudwatchLogGroup)).toMatchObject([
      { name: "/aws/rds/cluster/test-execution-prod-main/postgresql", kms_key_id: "arn:key", retention_in_days: 30 },
    ]);
    expect(made.one(RdsCluster).depends_on).toEqual([expect.stringMatching(/^aws_cloudwatch_log_group\./)]);
  });

  test("a cluster that may be destroyed leaves neither backups nor a snapshot", () => {
    const cluster = make({ deletionProtection: false, finalSnapshot: false }).one(RdsCluster);
    expect(cluster).toMatchObject({
      deletion_protection: false,
      delete_automated_backups: true,
      skip_final_snapshot: true,
    });
    expect(cluster).not.toHaveProperty("final_snapshot_identifier");
  });

  test("no rule lets a client in until a consumer adds one", () => {
    expect(make()).not.toHaveResource(VpcSecurityGroupIngressRule);
  });

  test("readers follow their CPU within bounds, once there is an instance", () => {
    const made = make({ replicaAutoscaling: { min: 2, max: 5, cpuPercent: 70 } });
    const target = made.one(AppautoscalingTarget);
    expect(target).toMatchObject({
      scalable_dimension: "rds:cluster:ReadReplicaCount",
      min_capacity: 2,
      max_capacity: 5,
    });
    expect(target.depends_on).toHaveLength(3);
    expect(made).toHaveResourceWithProperties(AppautoscalingPolicy, {
      target_tracking_scaling_policy_configuration: expect.objectContaining({
        target_value: 70,
        predefined_metric_specification: { predefined_metric_type: "RDSReaderAverageCPUUtilization" },
      }),
    });
    expect(make()).not.toHaveResource(AppautoscalingTarget);
  });
});

describe("a cluster from a backup", () => {
  const made = (restoreFrom: AuroraPostgresProps["restoreFrom"]) => make({ restoreFrom }).one(RdsCluster);

  test("starts with a snapshot", () => {
    expect(made({ snapshotIdentifier: "before-migration" }).snapshot_identifier).toBe("before-migration");
  });

  test.each([
    [
      { cluster: "ai-prism-prod-main" },
      { source_cluster_identifier: "ai-prism-prod-main", use_latest_restorable_time: true },
    ],
    [
      { cluster: "ai-prism-prod-main", time: "2026-01-31T12:00:00Z" },
      { source_cluster_identifier: "ai-prism-prod-main", restore_to_time: "2026-01-31T12:00:00Z" },
    ],
    [{ cluster: "cluster-ABC123" }, { source_cluster_resource_id: "cluster-ABC123", use_latest_restorable_time: true }],
  ])("starts with the continuous backup of a cluster: %j", (origin, expected) => {
    expect(made(origin).restore_to_point_in_time).toEqual({ ...expected, restore_type: "full-copy" });
  });

  test("is not replaced when the origin leaves the settings, nor for the backup's own key", () => {
    expect(made(undefined).lifecycle).toEqual({
      ignore_changes: ["restore_to_point_in_time", "snapshot_identifier", "kms_key_id"],
    });
  });
});

describe("localStorageGib", () => {
  // Aurora user guide, "Temporary storage limits": 31–32, 62–63, 998–1008, 8.13 and 16.5 GiB.
  test.each([
    ["db.r6g.large", 31],
    ["db.r8g.xlarge", 62],
    ["db.r7g.16xlarge", 992],
    ["db.t4g.medium", 8],
    ["db.t4g.large", 16],
  ])("%s has about %d GiB", (instanceClass, gib) => {
    expect(localStorageGib(instanceClass)).toBe(gib);
  });

  test("a class that Aurora has not is an error", () => {
    expect(() => localStorageGib("db.m7g.large")).toThrow(/instance class: expected .*, found "db.m7g.large"/);
  });
});
