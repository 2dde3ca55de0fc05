import type { Construct } from "constructs";
import { AuroraPostgres } from "../../modules/aws/databases/aurora-postgres";
import type { ClusterOrigin } from "../../modules/aws/databases/database-restoration";
import { RedisCache } from "../../modules/aws/databases/redis-cache";
import { auroraClasses, cacheTypes } from "../../modules/aws/databases/sizes";
import type { NetworkAttributes } from "../../modules/aws/network/network";
import { ContainerRegistry } from "../../modules/aws/stores/container-registry";
import { ObjectStore } from "../../modules/aws/stores/object-store";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";

type Settings = PlatformSettings["aws-eks"];

export interface StoreInputs {
  readonly network: NetworkAttributes;
}

/** Everything that keeps data, under one key. */
export function addStores(stack: Construct, settings: Settings, context: AwsContext, { network }: StoreInputs) {
  const { names, destroyable } = context;
  const { database, cache } = settings;
  return {
    logs: new ObjectStore(stack, "logs", {
      names,
      name: "logs",
      logDelivery: ["load-balancer"],
      destroyable,
      lifecycle: { expireDays: settings.load_balancer.access_log_days },
    }),
    registry: new ContainerRegistry(stack, "registry", { ...context, name: "application" }),
    database:
      database &&
      new AuroraPostgres(stack, "database", {
        ...context,
        name: "main",
        network,
        engineVersion: database.version,
        instanceClass: database.instance_class ?? auroraClasses[database.size],
        instances: 1 + database.replicas,
        replicaAutoscaling: database.max_replicas
          ? { min: database.replicas, max: database.max_replicas, cpuPercent: database.replica_cpu_percent }
          : undefined,
        databaseName: database.name,
        backupDays: database.backup_days,
        deletionProtection: database.protected,
        finalSnapshot: database.protected,
        restoreFrom: databaseOrigin(database.restore_from),
        monitoringSeconds: database.monitoring_seconds,
        performanceInsightsDays: database.performance_insights_days,
      }),
    cache:
      cache &&
      new RedisCache(stack, "cache", {
        ...context,
        name: "cache",
        network,
        nodeType: cache.node_type ?? cacheTypes[cache.size],
        engineVersion: cache.version,
        nodes: cache.nodes,
        snapshotDays: cache.snapshot_days,
        finalSnapshot: !destroyable,
      }),
  };
}

function databaseOrigin(from: NonNullable<Settings["database"]>["restore_from"]): ClusterOrigin | undefined {
  if (from?.snapshot) return { snapshotIdentifier: from.snapshot };
  return from?.cluster ? { cluster: from.cluster, time: from.time } : undefined;
}
