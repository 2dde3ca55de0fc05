import type { TerraformStack } from "cdktf";
import type { IdentityAttributes } from "../../modules/azure/access/managed-identity";
import { PostgresDatabase } from "../../modules/azure/databases/postgres-database";
import { RedisCache } from "../../modules/azure/databases/redis-cache";
import { cacheSkus, databaseSkus } from "../../modules/azure/databases/sizes";
import { BackupPlan } from "../../modules/azure/stores/backup-plan";
import { ObjectStore } from "../../modules/azure/stores/object-store";
import { RuntimeConfiguration } from "../../modules/azure/stores/runtime-configuration";
import type { PlatformSettings } from "../../settings/schema";
import type { Ground } from "./ground";

type Settings = PlatformSettings["azure"];

/** Everything that keeps data. */
export function addStores(
  stack: TerraformStack,
  settings: Settings,
  { placement, workspaceId, network, privateAccess }: Ground,
  identities: Readonly<Record<string, IdentityAttributes>>,
) {
  const { database: wanted, cache, backup } = settings;
  const artifacts = new ObjectStore(stack, "artifacts", {
    ...placement,
    name: "artifacts",
    privateAccess: privateAccess("blob"),
    workspaceId,
    redundancy: settings.artifacts.redundancy,
    lifecycle: { noncurrentDays: settings.artifacts.noncurrent_days },
    protected: settings.protected,
  });
  const database = new PostgresDatabase(stack, "database", {
    ...placement,
    name: "main",
    delegatedSubnetId: network.subnets.database.subnetId,
    privateDnsZoneId: network.privateDnsZoneIds.postgres,
    workspaceId,
    tenantId: settings.tenant_id,
    engineVersion: wanted.version,
    skuName: wanted.sku ?? databaseSkus[wanted.size],
    storageGib: wanted.storage_gib,
    storageGrows: wanted.max_storage_gib !== undefined,
    databaseName: wanted.name,
    administrators: Object.fromEntries(
      Object.entries(wanted.administrators).map(([name, { object_id: objectId, name: principalName, type }]) => [
        name,
        { objectId, principalName, principalType: type },
      ]),
    ),
    highAvailability: wanted.high_availability,
    backupDays: wanted.backup_days,
    geoRedundantBackups: wanted.geo_redundant_backups,
    readReplicas: wanted.replicas,
    protected: wanted.protected,
    restoreFrom: wanted.restore_from && {
      serverId: wanted.restore_from.server_id,
      time: wanted.restore_from.time,
      otherRegion: wanted.restore_from.other_region,
    },
  });
  if (backup.enabled) {
    new BackupPlan(stack, "backup", {
      ...placement,
      databases: { main: database },
      objectStores: { artifacts },
      workspaceId,
      retentionDays: backup.retention_days,
      destroyable: !settings.protected,
    });
  }
  return {
    artifacts,
    database,
    cache: cache
      ? new RedisCache(stack, "cache", {
          ...placement,
          name: "cache",
          privateAccess: privateAccess("redis"),
          workspaceId,
          skuName: cacheSkus[cache.size],
          nodes: cache.nodes === 1 ? 1 : 2,
          users: Object.fromEntries(
            Object.entries(identities).map(([name, { principalId }]) => [name.replaceAll("-", ""), principalId]),
          ),
        })
      : undefined,
    configuration: new RuntimeConfiguration(stack, "configuration", {
      ...placement,
      privateAccess: privateAccess("configuration"),
      workspaceId,
      featureFlags: settings.feature_flags,
      publicNetworkAccess: settings.configuration.public,
      protected: settings.protected,
    }),
  };
}
