import type { TerraformStack } from "cdktf";
import { EncryptionKey } from "../../modules/gcp/access/encryption-key";
import { PostgresDatabase } from "../../modules/gcp/databases/postgres-database";
import { RedisCache } from "../../modules/gcp/databases/redis-cache";
import { cacheNodeTypes, databaseTiers } from "../../modules/gcp/databases/sizes";
import type { Network } from "../../modules/gcp/network/network";
import { ContainerRegistry } from "../../modules/gcp/stores/container-registry";
import { ObjectStore } from "../../modules/gcp/stores/object-store";
import { RemoteRegistry } from "../../modules/gcp/stores/remote-registry";
import { RuntimeConfiguration } from "../../modules/gcp/stores/runtime-configuration";
import { mapValues } from "../../modules/records";
import type { PlatformSettings } from "../../settings/schema";
import type { GcpContext } from "./context";

type Settings = PlatformSettings["gcp"];

/** What the stores are made in. */
export interface StoresInputs {
  readonly network: Network;
}

/** Everything that stores data. */
export interface Stores {
  /** Bucket that the application reads and writes. */
  readonly artifacts: ObjectStore;
  /** The application's images. */
  readonly registry: ContainerRegistry;
  /** Copies of private registries elsewhere, by the key of the settings. */
  readonly remoteRegistries: Readonly<Record<string, RemoteRegistry>>;
  readonly configuration: RuntimeConfiguration;
  /** Only where the settings have one. */
  readonly database?: PostgresDatabase;
  /** Only where the settings have one. */
  readonly cache?: RedisCache;
}

/** Makes the buckets, the image registry, configuration, the database and the cache. */
export function addStores(
  stack: TerraformStack,
  settings: Settings,
  context: GcpContext,
  { network }: StoresInputs,
): Stores {
  const { names, keyId, labels, logDays, destroyable } = context;
  const { database, cache, backup } = settings;
  const logs = new ObjectStore(stack, "logs", {
    names,
    name: "logs",
    logDelivery: true,
    destroyable,
    lifecycle: { expireDays: logDays },
  });
  const remoteRegistries = mapValues(
    settings.registry.remotes,
    ({ server, username, secret }, name) =>
      new RemoteRegistry(stack, `remote-registry-${name}`, {
        names,
        name,
        server,
        username,
        passwordVersion: secret,
        projectNumber: settings.project_number,
        keyId,
      }),
  );
  return {
    remoteRegistries,
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
    database:
      database &&
      new PostgresDatabase(stack, "database", {
        names,
        name: "main",
        network,
        keyId,
        labels,
        engineVersion: database.version,
        tier: database.tier ?? databaseTiers[database.size],
        storageGib: database.storage_gib,
        maxStorageGib: database.max_storage_gib,
        databaseName: database.name,
        highAvailability: database.high_availability,
        backupDays: Math.max(database.backup_days, backup.enabled ? backup.retention_days : 0),
        deletionProtection: database.protected,
        readReplicas: database.replicas,
        remoteReplica: remoteReplica(stack, settings, context, database.replica_location),
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
          // Memorystore runs Valkey, in these two versions.
          engineVersion: cache.version.startsWith("8.") ? "8.0" : "7.2",
          nodes: cache.nodes,
          snapshotDays: cache.snapshot_days,
          deletionProtection: settings.protected,
        })
      : undefined,
  };
}

/** The replica in another region, with a key of its own there where the stack has a key. */
function remoteReplica(
  stack: TerraformStack,
  settings: Settings,
  { names, keyId: ownKey }: GcpContext,
  region: string | undefined,
) {
  if (!region) return undefined;
  if (!ownKey) return { region };
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
