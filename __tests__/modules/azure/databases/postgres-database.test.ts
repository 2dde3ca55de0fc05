import { ManagementLock } from "@cdktf/provider-azurerm/lib/management-lock";
import { PostgresqlFlexibleServer } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server";
import { PostgresqlFlexibleServerActiveDirectoryAdministrator } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-active-directory-administrator";
import { PostgresqlFlexibleServerDatabase } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-database";
import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";
import { PostgresDatabase, type PostgresDatabaseProps } from "../../../../modules/azure/databases/postgres-database";
import { databaseSkus, databaseStorageMib } from "../../../../modules/azure/databases/sizes";
import { dnsZoneId, objectId, placement, resourceId, resourcesOf, subnetId, tenantId, workspaceId } from "../fixtures";

const synth = (props: Partial<PostgresDatabaseProps> = {}) =>
  Testing.synthScope((scope) => {
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
      databaseName: "test_execution",
      ...props,
    });
  });

const parametersOf = (json: string, serverPart = "server") =>
  Object.fromEntries(
    resourcesOf<{ name: string; value: string; server_id: string }>(
      json,
      "azurerm_postgresql_flexible_server_configuration",
    )
      .filter(({ server_id }) => server_id.includes(`_${serverPart}_`))
      .map(({ name, value }) => [name, value]),
  );

describe("PostgresDatabase", () => {
  const json = synth();

  it("stands in the network with a standby in a second zone and 30 days of geo-redundant backups", () => {
    expect(json).toHaveResourceWithProperties(PostgresqlFlexibleServer, {
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
    expect(json).toHaveResourceWithProperties(PostgresqlFlexibleServerDatabase, { name: "test_execution" });
  });

  it("lets identities of the tenant in and nobody with a password", () => {
    expect(json).toHaveResourceWithProperties(PostgresqlFlexibleServer, {
      authentication: { active_directory_auth_enabled: true, password_auth_enabled: false, tenant_id: tenantId },
    });
    expect(json).toHaveResourceWithProperties(PostgresqlFlexibleServerActiveDirectoryAdministrator, {
      object_id: objectId,
      principal_name: "database-team",
      principal_type: "Group",
    });
    expect(json).not.toContain("administrator_password");
  });

  it("forces TLS 1.2 and logs who connects and what changes", () => {
    expect(parametersOf(json)).toMatchObject({
      require_secure_transport: "on",
      ssl_min_protocol_version: "TLSv1.2",
      "connection_throttle.enable": "on",
      log_checkpoints: "on",
      log_connections: "on",
      log_disconnections: "on",
      "pgaudit.log": "ddl,role",
    });
  });

  it("sets what belongs to an extension once the extension is loaded", () => {
    const [audit] = resourcesOf<{ name: string; depends_on?: string[] }>(
      json,
      "azurerm_postgresql_flexible_server_configuration",
    ).filter(({ name }) => name === "pgaudit.log");
    expect(audit.depends_on?.join()).toContain("shared_preload_libraries");
  });

  it("can be deleted by nobody while it is protected", () => {
    expect(json).toHaveResourceWithProperties(ManagementLock, { lock_level: "CanNotDelete" });
    const [server] = resourcesOf<{ lifecycle: object }>(json, "azurerm_postgresql_flexible_server");
    expect(server.lifecycle).toMatchObject({ prevent_destroy: true });
    const open = synth({ protected: false });
    expect(open).not.toHaveResource(ManagementLock);
    expect(open).not.toContain('"prevent_destroy": true');
  });

  it("never takes back a disk that grew, nor a zone after a failover", () => {
    const [server] = resourcesOf<{ lifecycle: { ignore_changes: string[] } }>(
      json,
      "azurerm_postgresql_flexible_server",
    );
    expect(server.lifecycle.ignore_changes).toEqual(expect.arrayContaining(["storage_mb", "zone", "create_mode"]));
    const [fixed] = resourcesOf<{ lifecycle: { ignore_changes: string[] } }>(
      synth({ storageGrows: false }),
      "azurerm_postgresql_flexible_server",
    );
    expect(fixed.lifecycle.ignore_changes).not.toContain("storage_mb");
  });

  it("gives each replica the same parameters, after the primary has them", () => {
    const withReplicas = synth({ readReplicas: 2 });
    expect(withReplicas).toHaveResourceWithProperties(PostgresqlFlexibleServer, {
      name: "test-execution-prod-main-replica-2-x7k2",
      create_mode: "Replica",
    });
    expect(parametersOf(withReplicas, "replica-2")).toEqual(parametersOf(withReplicas));
    const [replica] = resourcesOf<{ create_mode?: string; depends_on: string[]; high_availability?: object }>(
      withReplicas,
      "azurerm_postgresql_flexible_server",
    ).filter(({ create_mode }) => create_mode);
    expect(replica.depends_on.join()).toContain("require_secure_transport");
    expect(replica.high_availability).toBeUndefined();
  });

  it("is made from a backup of this region or of the paired one", () => {
    const serverId = resourceId("Microsoft.DBforPostgreSQL/flexibleServers", "old");
    const restoreFrom = { serverId, time: "2026-01-31T12:00:00Z" };
    expect(synth({ restoreFrom })).toHaveResourceWithProperties(PostgresqlFlexibleServer, {
      create_mode: "PointInTimeRestore",
      source_server_id: serverId,
      point_in_time_restore_time_in_utc: "2026-01-31T12:00:00Z",
    });
    expect(synth({ restoreFrom: { ...restoreFrom, otherRegion: true } })).toHaveResourceWithProperties(
      PostgresqlFlexibleServer,
      { create_mode: "GeoRestore" },
    );
  });

  it("takes a password only where no plan and no state shows it", () => {
    const withLogin = synth({ passwordLogin: { username: "legacy", password: "${var.password}", version: 3 } });
    expect(withLogin).toHaveResourceWithProperties(PostgresqlFlexibleServer, {
      administrator_login: "legacy",
      administrator_password_wo: "${var.password}",
      administrator_password_wo_version: 3,
    });
    expect(withLogin).not.toContain('"administrator_password":');
  });

  it("refuses a standby or replicas on a burstable machine", () => {
    expect(() => synth({ skuName: databaseSkus.small })).toThrow("expected a tier with standby and replicas");
    expect(() => synth({ skuName: databaseSkus.small, highAvailability: false, readReplicas: 1 })).toThrow(/found B_/);
    expect(() => synth({ skuName: databaseSkus.small, highAvailability: false })).not.toThrow();
  });

  it("refuses a key of its own beside backups in a region where the key is not", () => {
    const encryptionKey = { keyId: "https://v.vault.azure.net/keys/k", identityId: resourceId("x/y", "z") };
    expect(() => synth({ encryptionKey })).toThrow("geoRedundantBackups");
    expect(synth({ encryptionKey, geoRedundantBackups: false })).toHaveResourceWithProperties(
      PostgresqlFlexibleServer,
      {
        identity: { type: "UserAssigned", identity_ids: [encryptionKey.identityId] },
      },
    );
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
