import { ManagementLock } from "@cdktf/provider-azurerm/lib/management-lock";
import { PostgresqlFlexibleServer } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server";
import { PostgresqlFlexibleServerActiveDirectoryAdministrator } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-active-directory-administrator";
import { PostgresqlFlexibleServerConfiguration } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-configuration";
import { PostgresqlFlexibleServerDatabase } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-database";
import "cdktf/lib/testing/adapters/jest";
import { PostgresDatabase, type PostgresDatabaseProps } from "../../../../modules/azure/databases/postgres-database";
import { databaseSkus, databaseStorageMib } from "../../../../modules/azure/databases/sizes";
import { type Synthesized, synthesized } from "../../../synthesized";
import { dnsZoneId, objectId, placement, resourceId, subnetId, tenantId, workspaceId } from "../fixtures";

const make = (props: Partial<PostgresDatabaseProps> = {}) =>
  synthesized((scope) => {
    new PostgresDatabase(scope, "database", {
      ...placement,
      name: "main",
      delegatedSubnetId: subnetId("database"),
      privateDnsZoneId: dnsZoneId("main.postgres.database.azure.com"),
      workspaceId,
      tenantId,
      administrators: { team: { objectId, principalName: "database-team", principalType: "Group" } },
      engineVersion: "16",
      skuName: databaseSkus.medium,
      storageGib: 100,
      storageGrows: true,
      databaseName: "test_execution",
      highAvailability: true,
      backupDays: 30,
      geoRedundantBackups: true,
      readReplicas: 0,
      protected: true,
      ...props,
    });
  });

const parametersOf = (made: Synthesized, serverPart = "server") =>
  Object.fromEntries(
    made
      .all(PostgresqlFlexibleServerConfiguration)
      .filter(({ server_id }) => server_id.includes(`_${serverPart}_`))
      .map(({ name, value }) => [name, value]),
  );

describe("PostgresDatabase", () => {
  const made = make();

  it("has its standby in the same zone where the region has no other", () => {
    expect(make({ hasZones: false }).one(PostgresqlFlexibleServer).high_availability).toEqual({ mode: "SameZone" });
  });

  it("is in the network, with a standby in a second zone and 30 days of geo-redundant backups", () => {
    expect(made).toHaveResourceWithProperties(PostgresqlFlexibleServer, {
      name: "test-execution-prod-main-x7k2",
      public_network_access_enabled: false,
      delegated_subnet_id: subnetId("database"),
      private_dns_zone_id: dnsZoneId("main.postgres.database.azure.com"),
      high_availability: { mode: "ZoneRedundant" },
      backup_retention_days: 30,
      geo_redundant_backup_enabled: true,
      storage_mb: 131072,
      maintenance_window: { day_of_week: 0, start_hour: 4 },
      tags: placement.tags,
    });
    expect(made).toHaveResourceWithProperties(PostgresqlFlexibleServerDatabase, { name: "test_execution" });
  });

  it("accepts identities of the tenant and no passwords", () => {
    expect(made).toHaveResourceWithProperties(PostgresqlFlexibleServer, {
      authentication: { active_directory_auth_enabled: true, password_auth_enabled: false, tenant_id: tenantId },
    });
    expect(made).toHaveResourceWithProperties(PostgresqlFlexibleServerActiveDirectoryAdministrator, {
      object_id: objectId,
      principal_name: "database-team",
      principal_type: "Group",
    });
    expect(made.one(PostgresqlFlexibleServer)).not.toHaveProperty("administrator_password");
  });

  it("requires TLS 1.2 and logs connections and changes", () => {
    expect(parametersOf(made)).toMatchObject({
      require_secure_transport: "on",
      ssl_min_protocol_version: "TLSv1.2",
      "connection_throttle.enable": "on",
      log_checkpoints: "on",
      log_connections: "on",
      log_disconnections: "on",
      "pgaudit.log": "ddl,role",
    });
  });

  it("sets the parameters of an extension after the extension is loaded", () => {
    const audit = made.all(PostgresqlFlexibleServerConfiguration).find(({ name }) => name === "pgaudit.log");
    expect(audit.depends_on).toContainEqual(expect.stringContaining("shared_preload_libraries"));
  });

  it("cannot be deleted while it is protected", () => {
    expect(made).toHaveResourceWithProperties(ManagementLock, { lock_level: "CanNotDelete" });
    expect(made.one(PostgresqlFlexibleServer).lifecycle).toMatchObject({ prevent_destroy: true });
    const unprotected = make({ protected: false });
    expect(unprotected).not.toHaveResource(ManagementLock);
    for (const type of [PostgresqlFlexibleServer, PostgresqlFlexibleServerDatabase]) {
      expect(unprotected.one(type).lifecycle).toMatchObject({ prevent_destroy: false });
    }
  });

  it("ignores a disk that grew, and zones after a failover", () => {
    expect(made.one(PostgresqlFlexibleServer).lifecycle.ignore_changes).toEqual(
      expect.arrayContaining(["storage_mb", "zone", "create_mode"]),
    );
    const fixed = make({ storageGrows: false }).one(PostgresqlFlexibleServer);
    expect(fixed.lifecycle.ignore_changes).not.toContain("storage_mb");
  });

  it("gives each replica the parameters of the primary, after the primary has them", () => {
    const withReplicas = make({ readReplicas: 2 });
    expect(withReplicas).toHaveResourceWithProperties(PostgresqlFlexibleServer, {
      name: "test-execution-prod-main-replica-2-x7k2",
      create_mode: "Replica",
    });
    expect(parametersOf(withReplicas, "replica-2")).toEqual(parametersOf(withReplicas));
    const replica = withReplicas.all(PostgresqlFlexibleServer).find(({ create_mode }) => create_mode === "Replica");
    expect(replica.depends_on).toContainEqual(expect.stringContaining("require_secure_transport"));
    expect(replica.high_availability).toBeUndefined();
  });

  it("can start with a backup of this region or of the paired one", () => {
    const serverId = resourceId("Microsoft.DBforPostgreSQL/flexibleServers", "old");
    const restoreFrom = { serverId, time: "2026-01-31T12:00:00Z", otherRegion: false };
    expect(make({ restoreFrom })).toHaveResourceWithProperties(PostgresqlFlexibleServer, {
      create_mode: "PointInTimeRestore",
      source_server_id: serverId,
      point_in_time_restore_time_in_utc: "2026-01-31T12:00:00Z",
    });
    expect(make({ restoreFrom: { ...restoreFrom, otherRegion: true } })).toHaveResourceWithProperties(
      PostgresqlFlexibleServer,
      { create_mode: "GeoRestore" },
    );
  });

  it("refuses a standby or replicas on a burstable machine", () => {
    expect(() => make({ skuName: databaseSkus.small })).toThrow("expected a tier with standby and replicas");
    expect(() => make({ skuName: databaseSkus.small, highAvailability: false, readReplicas: 1 })).toThrow(/found B_/);
    expect(() => make({ skuName: databaseSkus.small, highAvailability: false })).not.toThrow();
  });
});

describe("databaseStorageMib", () => {
  it.each([
    [20, 32768],
    [32, 32768],
    [33, 65536],
    [2049, 4193280],
    [4096, 8388608],
    [20000, 33553408],
  ])("holds %i GiB on a disk of %i MiB", (gib, mib) => {
    expect(databaseStorageMib(gib)).toBe(mib);
  });

  it("refuses more than the largest disk", () => {
    expect(() => databaseStorageMib(40000)).toThrow("expected at most 32767 GiB, found 40000");
  });
});
