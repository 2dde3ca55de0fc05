import type { TerraformStack } from "cdktf";
import { EncryptionKey } from "../../modules/aws/access/encryption-key";
import type { DatabaseOrigin } from "../../modules/aws/databases/database-restoration";
import { PostgresDatabase } from "../../modules/aws/databases/postgres-database";
import { RedisCache } from "../../modules/aws/databases/redis-cache";
import { cacheTypes, databaseClasses } from "../../modules/aws/databases/sizes";
import type { NetworkAttributes } from "../../modules/aws/network/network";
import { ContainerRegistry } from "../../modules/aws/stores/container-registry";
import { FileSystem } from "../../modules/aws/stores/file-system";
import { ObjectStore } from "../../modules/aws/stores/object-store";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { useAwsProvider } from "../aws-shared/provider";

type Settings = PlatformSettings["aws"];

export interface StoreInputs {
  readonly network: NetworkAttributes;
}

/** Everything that keeps data, under one key. */
export function addStores(stack: TerraformStack, settings: Settings, context: AwsContext, { network }: StoreInputs) {
  const { names, destroyable } = context;

  const logs = new ObjectStore(stack, "logs", {
    names,
    name: "logs",
    logDelivery: ["load-balancer", "s3", ...(settings.cdn.enabled ? (["cloudfront"] as const) : [])],
    destroyable,
    lifecycle: { expireDays: settings.load_balancer.access_log_days },
  });
  const artifacts = new ObjectStore(stack, "artifacts", {
    ...context,
    name: "artifacts",
    accessLogs: logs,
    lifecycle: { noncurrentDays: settings.artifacts.noncurrent_days },
    replication: replicationTarget(settings),
  });
  const registry = new ContainerRegistry(stack, "registry", {
    ...context,
    name: "application",
    keepImages: settings.registry.keep_images,
  });
  const fileSystem = settings.file_system.enabled
    ? // The stack's own plan backs it up, if the settings want backups: a second one would cost the same again.
      new FileSystem(stack, "file-system", { ...context, name: "shared", network, backups: false })
    : undefined;
  const database = addDatabase(stack, settings, context, { network });
  const cache = settings.cache
    ? new RedisCache(stack, "cache", {
        ...context,
        name: "cache",
        network,
        nodeType: settings.cache.node_type ?? cacheTypes[settings.cache.size],
        engineVersion: settings.cache.version,
        nodes: settings.cache.nodes,
        snapshotDays: settings.cache.snapshot_days,
        finalSnapshot: !destroyable,
      })
    : undefined;
  return { logs, artifacts, registry, fileSystem, database, cache };
}

function addDatabase(
  stack: TerraformStack,
  settings: Settings,
  context: AwsContext,
  { network }: StoreInputs,
): PostgresDatabase | undefined {
  const { database } = settings;
  if (!database) return undefined;
  return new PostgresDatabase(stack, "database", {
    ...context,
    network,
    name: "main",
    engineVersion: database.version,
    instanceClass: database.instance_class ?? databaseClasses[database.size],
    storageGib: database.storage_gib,
    maxStorageGib: database.max_storage_gib,
    databaseName: database.name,
    multiAz: database.high_availability,
    backupDays: database.backup_days,
    deletionProtection: database.protected,
    finalSnapshot: database.protected,
    restoreFrom: database.restore_from ? databaseOrigin(database.restore_from) : undefined,
    readReplicas: database.replicas,
    rotationLambdaArn: database.rotation_lambda_arn,
    monitoringSeconds: database.monitoring_seconds,
    performanceInsightsDays: database.performance_insights_days,
    backupReplication: database.backup_region
      ? addBackupRegion(stack, settings, context, database.backup_region)
      : undefined,
  });
}

function databaseOrigin(restoreFrom: string): DatabaseOrigin {
  return restoreFrom.includes(":auto-backup:")
    ? { automatedBackupsArn: restoreFrom }
    : { snapshotIdentifier: restoreFrom };
}

/** The provider and key with which the second region keeps the database's backups. */
function addBackupRegion(stack: TerraformStack, settings: Settings, { system, names }: AwsContext, region: string) {
  const provider = useAwsProvider(stack, settings, { system, region });
  const { keyArn } = new EncryptionKey(stack, "backup-region-key", {
    names,
    name: "database-backups",
    description: `Backups of ${names.prefix}'s database`,
    provider,
  });
  return { provider, keyArn };
}

function replicationTarget({ artifacts }: Settings) {
  const { replica_bucket_arn: bucketArn, replica_key_arn: keyArn } = artifacts;
  return bucketArn && keyArn ? { bucketArn, keyArn } : undefined;
}
