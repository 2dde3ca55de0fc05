import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { BackupPlan } from "../modules/aws/backup-plan";
import { ContainerCluster } from "../modules/aws/container-cluster";
import { ContainerRegistry } from "../modules/aws/container-registry";
import type { DatabaseOrigin } from "../modules/aws/database-restoration";
import { EncryptionKey } from "../modules/aws/encryption-key";
import { FileSystem } from "../modules/aws/file-system";
import { Network, type NetworkAttributes } from "../modules/aws/network";
import { ObjectStore } from "../modules/aws/object-store";
import { PostgresDatabase } from "../modules/aws/postgres-database";
import { RedisCache } from "../modules/aws/redis-cache";
import { RuntimeConfiguration } from "../modules/aws/runtime-configuration";
import { cacheTypes, databaseClasses } from "../modules/aws/sizes";
import { Names } from "../modules/names";
import type { PlatformSettings } from "../settings/schema";
import { addApplication } from "./aws-application";
import { addEdge } from "./aws-edge";
import { addDeployRole, addMonitoring } from "./aws-operations";
import { useAwsProvider } from "./aws-provider";
import { useBackend } from "./backend";
import { addOutputs } from "./outputs";

export type AwsSettings = PlatformSettings["aws"];

/** The Test Execution System on ECS Fargate behind a load balancer, with RDS PostgreSQL (seed 002). */
export class AwsStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: AwsSettings) {
    super(scope, id);
    useBackend(this, id, settings);
    useAwsProvider(this, id, settings, { system: settings.system });

    const { region, log_days: logDays } = settings;
    const destroyable = !settings.protected;
    const names = new Names({
      system: settings.system,
      environment: settings.environment,
      accountId: settings.account_id,
      region,
    });

    const { keyArn } = new EncryptionKey(this, "key", {
      names,
      name: "data",
      description: `Everything that ${names.prefix} stores`,
      services: [`logs.${region}.amazonaws.com`, "cloudwatch.amazonaws.com", "budgets.amazonaws.com"],
      deletionWindowDays: destroyable ? 7 : 30,
    });
    const network = makeNetwork(this, names, keyArn, settings);

    const logs = new ObjectStore(this, "logs", {
      names,
      name: "logs",
      logDelivery: ["load-balancer", "s3", ...(settings.cdn.enabled ? (["cloudfront"] as const) : [])],
      destroyable,
      lifecycle: { expireDays: settings.load_balancer.access_log_days },
    });
    const artifacts = new ObjectStore(this, "artifacts", {
      names,
      name: "artifacts",
      keyArn,
      destroyable,
      accessLogs: logs,
      lifecycle: { noncurrentDays: settings.artifacts.noncurrent_days },
      replication: replicationTarget(settings),
    });
    const registry = new ContainerRegistry(this, "registry", {
      names,
      name: "application",
      keyArn,
      keepImages: settings.registry.keep_images,
      destroyable,
    });
    const fileSystem = settings.file_system.enabled
      ? new FileSystem(this, "file-system", { names, name: "shared", keyArn, network })
      : undefined;
    const database = makeDatabase(this, id, names, keyArn, network, settings);
    const cache = settings.cache
      ? new RedisCache(this, "cache", {
          names,
          name: "cache",
          network,
          keyArn,
          nodeType: settings.cache.node_type ?? cacheTypes[settings.cache.size],
          engineVersion: settings.cache.version,
          nodes: settings.cache.nodes,
          snapshotDays: settings.cache.snapshot_days,
          finalSnapshot: settings.protected,
          logDays,
        })
      : undefined;

    const { loadBalancer, url } = addEdge(this, id, settings, { names, network, accessLogs: logs });
    const configuration = new RuntimeConfiguration(this, "configuration", {
      names,
      featureFlags: settings.feature_flags,
    });
    const cluster = new ContainerCluster(this, "cluster", {
      names,
      network,
      keyArn,
      logDays,
      serviceNamespace: `${names.prefix}.internal`,
    });
    const application = addApplication(this, settings, {
      names,
      cluster,
      network,
      keyArn,
      loadBalancer,
      registry,
      connections: {
        database,
        cache,
        fileSystem,
        mountPath: settings.file_system.path,
        buckets: { artifacts },
        parameterPath: configuration.path,
        metricNamespace: settings.system,
      },
    });

    if (settings.backup.enabled) {
      new BackupPlan(this, "backup", {
        names,
        keyArn,
        resources: [database.arn, ...(fileSystem ? [fileSystem.fileSystemArn] : [])],
        schedule: settings.backup.schedule,
        retentionDays: settings.backup.retention_days,
        destroyable,
      });
    }
    const parts = { names, keyArn, clusterName: cluster.clusterName, application, loadBalancer, database, cache };
    addMonitoring(this, settings, parts);
    const deployRole = addDeployRole(this, id, settings, parts);

    addOutputs(this, {
      application_url: url,
      artifacts_bucket: artifacts.bucketName,
      cache_endpoint: cache?.primaryEndpoint,
      cluster_name: cluster.clusterName,
      configuration_path: configuration.path,
      database_endpoint: database.endpoint,
      database_secret_arn: database.secretArn,
      deploy_role_arn: deployRole?.arn,
      load_balancer_dns_name: loadBalancer.dnsName,
      registry_url: registry.repositoryUrl,
      service_names: application.api.serviceNames,
      vpc_id: network.vpcId,
    });
  }
}

function makeNetwork(scope: Construct, names: Names, keyArn: string, settings: AwsSettings): NetworkAttributes {
  const { existing, cidr, zones, zone_count, nat_gateways, interface_endpoints } = settings.network;
  if (existing) {
    return {
      cidr,
      vpcId: existing.vpc_id,
      publicSubnetIds: existing.public_subnet_ids,
      privateSubnetIds: existing.private_subnet_ids,
      databaseSubnetIds: existing.database_subnet_ids,
    };
  }
  return new Network(scope, "network", {
    names,
    cidr,
    keyArn,
    zones: zones.slice(0, zone_count),
    natGateways: nat_gateways,
    interfaceEndpoints: interface_endpoints,
    flowLogDays: settings.log_days,
  });
}

function makeDatabase(
  stack: TerraformStack,
  id: string,
  names: Names,
  keyArn: string,
  network: NetworkAttributes,
  settings: AwsSettings,
): PostgresDatabase {
  const { database } = settings;
  return new PostgresDatabase(stack, "database", {
    names,
    name: "main",
    network,
    keyArn,
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
    logDays: settings.log_days,
    backupReplication: database.backup_region
      ? replicaRegion(stack, id, names, settings, database.backup_region)
      : undefined,
  });
}

function databaseOrigin(restoreFrom: string): DatabaseOrigin {
  return restoreFrom.includes(":auto-backup:")
    ? { automatedBackupsArn: restoreFrom }
    : { snapshotIdentifier: restoreFrom };
}

/** The provider and key with which the second region keeps the database's backups. */
function replicaRegion(stack: TerraformStack, id: string, names: Names, settings: AwsSettings, region: string) {
  const provider = useAwsProvider(stack, id, settings, { system: settings.system, region });
  const { keyArn } = new EncryptionKey(stack, "backup-region-key", {
    names,
    name: "database-backups",
    description: `Backups of ${names.prefix}'s database`,
    provider,
  });
  return { provider, keyArn };
}

function replicationTarget({ artifacts }: AwsSettings) {
  const { replica_bucket_arn: bucketArn, replica_key_arn: keyArn } = artifacts;
  return bucketArn && keyArn ? { bucketArn, keyArn } : undefined;
}
