import "cdktf/lib/testing/adapters/jest";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceNetworkingConnection } from "@cdktf/provider-google/lib/service-networking-connection";
import { SqlDatabase } from "@cdktf/provider-google/lib/sql-database";
import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { SqlUser } from "@cdktf/provider-google/lib/sql-user";
import { PostgresDatabase, type PostgresDatabaseProps } from "../../../../modules/gcp/databases/postgres-database";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

interface Instance {
  readonly master_instance_name?: string;
  // biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON of an instance.
  readonly [argument: string]: any;
}

const make = (props: Partial<PostgresDatabaseProps> = {}) =>
  synthesized((scope) => {
    const privateConnection = new ServiceNetworkingConnection(scope, "connection", {
      network: "network",
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: ["range"],
    });
    new PostgresDatabase(scope, "database", {
      names,
      name: "main",
      network: { networkId: "network", privateConnection },
      labels: { stack: "gcp-prod" },
      engineVersion: "16",
      tier: "db-custom-2-13312",
      storageGib: 200,
      databaseName: "app",
      highAvailability: true,
      backupDays: 30,
      deletionProtection: true,
      readReplicas: 0,
      iamUsers: [],
      ...props,
    });
  });

const instancesOf = (props?: Partial<PostgresDatabaseProps>): Instance[] => make(props).all(SqlDatabaseInstance);
const primaryOf = (props?: Partial<PostgresDatabaseProps>) =>
  instancesOf(props).find(({ master_instance_name }) => master_instance_name === undefined) as Instance;
const replicasOf = (props?: Partial<PostgresDatabaseProps>) =>
  instancesOf(props).filter(({ master_instance_name }) => master_instance_name !== undefined);

describe("PostgresDatabase", () => {
  test("it has a private address only, takes TLS only, and waits for the connection that gives the address", () => {
    expect(primaryOf()).toMatchObject({
      name: "test-execution-prod-main",
      database_version: "POSTGRES_16",
      region: "us-central1",
      settings: {
        edition: "ENTERPRISE",
        ip_configuration: { ipv4_enabled: false, private_network: "network", ssl_mode: "ENCRYPTED_ONLY" },
      },
      depends_on: [expect.stringMatching(/^google_service_networking_connection\./)],
    });
    expect(make()).toHaveResourceWithProperties(SqlDatabase, { name: "app" });
  });

  test("it has a standby in a second zone, 30 backups, and point-in-time recovery for a week (document 002)", () => {
    expect(primaryOf().settings).toMatchObject({
      availability_type: "REGIONAL",
      backup_configuration: {
        enabled: true,
        point_in_time_recovery_enabled: true,
        transaction_log_retention_days: 7,
        backup_retention_settings: { retained_backups: 30, retention_unit: "COUNT" },
      },
      maintenance_window: { day: 7, hour: 4 },
    });
  });

  test("transaction logs are not kept longer than the backups", () => {
    expect(primaryOf({ backupDays: 1, highAvailability: false }).settings).toMatchObject({
      availability_type: "ZONAL",
      backup_configuration: { transaction_log_retention_days: 1, backup_retention_settings: { retained_backups: 1 } },
    });
  });

  test("Terraform and Cloud SQL refuse to delete it, unless it is unprotected; then its backups are deleted too", () => {
    expect(primaryOf()).toMatchObject({
      deletion_protection: true,
      settings: { deletion_protection_enabled: true, retain_backups_on_delete: true },
    });
    expect(primaryOf({ deletionProtection: false })).toMatchObject({
      deletion_protection: false,
      settings: { deletion_protection_enabled: false, retain_backups_on_delete: false },
    });
  });

  test("IAM logins are allowed; connections, grants and schema changes are recorded", () => {
    const flags: { name: string; value: string }[] = primaryOf().settings.database_flags;
    const values = Object.fromEntries(flags.map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({
      "cloudsql.iam_authentication": "on",
      "cloudsql.enable_pgaudit": "on",
      log_checkpoints: "on",
      log_connections: "on",
      log_disconnections: "on",
      log_duration: "off",
      log_lock_waits: "on",
      log_statement: "ddl",
      log_min_duration_statement: "-1",
    });
    expect(flags).toHaveLength(Object.keys(values).length);
  });

  test("storage keeps its size, or grows up to a limit and is never reduced again", () => {
    expect(primaryOf().settings).toMatchObject({ disk_size: 200, disk_autoresize: false });
    const growing = primaryOf({ maxStorageGib: 1000 });
    expect(growing.settings).toMatchObject({ disk_size: 200, disk_autoresize: true, disk_autoresize_limit: 1000 });
    expect(growing.lifecycle).toMatchObject({ ignore_changes: expect.arrayContaining(["settings[0].disk_size"]) });
  });

  test("there is no user and no password by default", () => {
    expect(make()).not.toHaveResource(SqlUser);
    expect(primaryOf()).not.toHaveProperty("root_password");
  });

  test("people and accounts may log in to this instance only, under user names that PostgreSQL accepts", () => {
    const iamUsers = ["ann@example.com", "batch@example-prod.iam.gserviceaccount.com"];
    const made = make({ iamUsers });
    expect(made.all(SqlUser)).toMatchObject([
      { name: "ann@example.com", type: "CLOUD_IAM_USER" },
      { name: "batch@example-prod.iam", type: "CLOUD_IAM_SERVICE_ACCOUNT" },
    ]);
    const roles = made.all(ProjectIamMember);
    expect(roles.map(({ member, role }) => `${member} ${role}`)).toEqual([
      "user:ann@example.com roles/cloudsql.client",
      "user:ann@example.com roles/cloudsql.instanceUser",
      "serviceAccount:batch@example-prod.iam.gserviceaccount.com roles/cloudsql.client",
      "serviceAccount:batch@example-prod.iam.gserviceaccount.com roles/cloudsql.instanceUser",
    ]);
    for (const { condition } of roles) {
      expect(condition).toMatchObject({
        expression: expect.stringMatching(/resource\.name == "projects\/example-prod\/instances\/\$\{/),
      });
    }
  });

  test("replicas are protected and private like the primary, and have no backups of their own", () => {
    const replicas = replicasOf({
      readReplicas: 2,
      remoteReplica: { region: "us-east1", keyId: "east" },
      keyId: "key",
    });
    expect(replicas.map(({ name, region }) => `${name} ${region}`)).toEqual([
      "test-execution-prod-main-replica-1 us-central1",
      "test-execution-prod-main-replica-2 us-central1",
      "test-execution-prod-main-replica-remote us-east1",
    ]);
    for (const { deletion_protection, settings } of replicas) {
      expect(deletion_protection).toBe(true);
      expect(settings).toMatchObject({
        availability_type: "ZONAL",
        deletion_protection_enabled: true,
        ip_configuration: { ipv4_enabled: false, ssl_mode: "ENCRYPTED_ONLY" },
      });
      expect(settings).not.toHaveProperty("backup_configuration");
    }
    // A replica in the same region uses the primary's key.
    expect(replicas.map(({ encryption_key_name }) => encryption_key_name)).toEqual([undefined, undefined, "east"]);
  });

  test("a new database can start as a clone of another, and is not replaced afterwards", () => {
    expect(primaryOf({ restoreFrom: { instance: "old", time: "2026-01-31T12:00:00Z" } }).clone).toEqual({
      source_instance_name: "old",
      point_in_time: "2026-01-31T12:00:00Z",
    });
    expect(primaryOf().lifecycle).toEqual({ ignore_changes: ["clone", "restore_backup_context"] });
  });
});
