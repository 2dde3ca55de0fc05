import type { TerraformStack } from "cdktf";
import { PostgresDatabase } from "../../modules/azure/databases/postgres-database";
import { RedisCache } from "../../modules/azure/databases/redis-cache";
import { cacheSkus, databaseSkus } from "../../modules/azure/databases/sizes";
import { BackupPlan } from "../../modules/azure/stores/backup-plan";
import { ObjectStore } from "../../modules/azure/stores/object-store";
import { RuntimeConfiguration } from "../../modules/azure/stores/runtime-configuration";
import { mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import type { AzureContext } from "./context";
import type { Identities } from "./identities";

type Settings = PlatformSettings["azure"];

/** What the stores are made with. */
export interface StoresInputs {
  /** The identities that may sign in to the cache. */
  readonly identities: Identities;
}

/** Everything that stores data. */
export interface Stores {
  /** Container that the application reads and writes. */
  readonly artifacts: ObjectStore;
  /** Only where the settings have one. */
  readonly database?: PostgresDatabase;
  /** Only where the settings have one. */
  readonly cache?: RedisCache;
  readonly configuration: RuntimeConfiguration;
}

/** Makes the storage account, the database, backups, the cache and configuration. */
export function addStores(
  stack: TerraformStack,
  settings: Settings,
  context: AzureContext,
  { identities }: StoresInputs,
): Stores {
  const { placement, workspaceId, privateAccess, destroyable, deployers } = context;
  const { cache, backup } = settings;
  const artifacts = new ObjectStore(stack, "artifacts", {
    ...placement,
    name: "artifacts",
    privateAccess: privateAccess("blob"),
    workspaceId,
    redundancy: settings.artifacts.redundancy,
    lifecycle: { noncurrentDays: settings.artifacts.noncurrent_days },
    protected: settings.protected,
  });
  const database = addDatabase(stack, settings, context);
  if (backup.enabled) {
    new BackupPlan(stack, "backup", {
      ...placement,
      databases: database ? { main: database } : {},
      objectStores: { artifacts },
      workspaceId,
      time: dailyTime(backup.schedule),
      retentionDays: backup.retention_days,
      destroyable,
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
      deployers,
      publicNetworkAccess: settings.configuration.public,
      protected: settings.protected,
    }),
  };
}

/** `05:00` of `cron(0 5 * * ? *)`. */
function dailyTime(schedule: string): string {
  const [, minute = "", hour = ""] = /^cron\((\d+) (\d+) /.exec(schedule) ?? [];
  return [hour, minute].map((part) => part.padStart(2, "0")).join(":");
}

function addDatabase(
  stack: TerraformStack,
  { database, tenant_id: tenantId, zones }: Settings,
  { placement, workspaceId, network }: AzureContext,
): PostgresDatabase | undefined {
  if (!database || !network.databases) return undefined;
  return new PostgresDatabase(stack, "database", {
    ...placement,
    name: "main",
    delegatedSubnetId: network.databases.subnetId,
    privateDnsZoneId: network.databases.privateDnsZoneId,
    workspaceId,
    tenantId,
    engineVersion: database.version,
    skuName: database.sku ?? databaseSkus[database.size],
    storageGib: database.storage_gib,
    storageGrows: database.max_storage_gib !== undefined,
    databaseName: database.name,
    administrators: mapValues(database.administrators, ({ object_id, name, type }) => ({
      objectId: object_id,
      principalName: name,
      principalType: type,
    })),
    highAvailability: database.high_availability,
    hasZones: zones.length > 0,
    backupDays: database.backup_days,
    geoRedundantBackups: database.geo_redundant_backups,
    readReplicas: database.replicas,
    protected: database.protected,
    restoreFrom: database.restore_from && {
      serverId: database.restore_from.server_id,
      time: database.restore_from.time,
      otherRegion: database.restore_from.other_region,
    },
  });
}
