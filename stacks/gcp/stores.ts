import type { TerraformStack } from "cdktf";
import { EncryptionKey } from "../../modules/gcp/access/encryption-key";
import { PostgresDatabase } from "../../modules/gcp/databases/postgres-database";
import { RedisCache } from "../../modules/gcp/databases/redis-cache";
import { cacheNodeTypes, databaseTiers } from "../../modules/gcp/databases/sizes";
import type { Network } from "../../modules/gcp/network/network";
import { ContainerRegistry } from "../../modules/gcp/stores/container-registry";
import { ObjectStore } from "../../modules/gcp/stores/object-store";
import { RuntimeConfiguration } from "../../modules/gcp/stores/runtime-configuration";
import type { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { labels } from "./provider";

type Settings = PlatformSettings["gcp"];

/** The key of everything that is stored, where the settings ask for one of our own. */
export function addKey(stack: TerraformStack, settings: Settings, names: Names): string | undefined {
  if (!settings.customer_managed_keys) return undefined;
  return new EncryptionKey(stack, "key", {
    names,
    name: "data",
    projectNumber: settings.project_number,
    services: ["artifact-registry", "cloud-sql", "memorystore", "pubsub", "secret-manager", "storage"],
    protected: settings.protected,
  }).keyId;
}

/** Everything that keeps data. */
export function addStores(
  stack: TerraformStack,
  settings: Settings,
  { names, network, keyId }: { readonly names: Names; readonly network: Network; readonly keyId?: string },
) {
  const { database, cache, backup } = settings;
  const destroyable = !settings.protected;
  const logs = new ObjectStore(stack, "logs", {
    names,
    name: "logs",
    logDelivery: true,
    destroyable,
    lifecycle: { expireDays: settings.log_days },
  });
  return {
    artifacts: new ObjectStore(stack, "artifacts", {
      names,
      name: "artifacts",
      keyId,
      destroyable,
      accessLogs: logs,
      lifecycle: { noncurrentDays: settings.artifacts.noncurrent_days },
    }),
    registry: new ContainerRegistry(stack, "registry", {
      names,
      name: "application",
      keyId,
      keepImages: settings.registry.keep_images,
      destroyable,
    }),
    configuration: new RuntimeConfiguration(stack, "configuration", {
      names,
      keyId,
      featureFlags: settings.feature_flags,
    }),
    database: new PostgresDatabase(stack, "database", {
      names,
      name: "main",
      network,
      keyId,
      labels: labels(stack, settings),
      engineVersion: database.version,
      tier: database.tier ?? databaseTiers[database.size],
      storageGib: database.storage_gib,
      maxStorageGib: database.max_storage_gib,
      databaseName: database.name,
      highAvailability: database.high_availability,
      backupDays: Math.max(database.backup_days, backup.enabled ? backup.retention_days : 0),
      deletionProtection: database.protected,
      readReplicas: database.replicas,
      remoteReplica: remoteReplica(stack, settings, names),
      iamUsers: database.iam_users,
      restoreFrom: database.restore_from,
    }),
    cache: cache
      ? new RedisCache(stack, "cache", {
          names,
          name: "cache",
          network,
          keyId,
          nodeType: cacheNodeTypes[cache.size],
          // Memorystore runs Valkey, which has these two.
          engineVersion: cache.version.startsWith("8.") ? "8.0" : "7.2",
          nodes: cache.nodes,
          snapshotDays: cache.snapshot_days,
          deletionProtection: settings.protected,
        })
      : undefined,
  };
}

function remoteReplica(stack: TerraformStack, settings: Settings, names: Names) {
  const { replica_location: region } = settings.database;
  if (!region) return undefined;
  if (!settings.customer_managed_keys) return { region };
  const { keyId } = new EncryptionKey(stack, "replica-key", {
    names,
    name: "replica",
    projectNumber: settings.project_number,
    services: ["cloud-sql"],
    location: region,
    protected: settings.protected,
  });
  return { region, keyId };
}
