import { MemorystoreInstance } from "@cdktf/provider-google/lib/memorystore-instance";
import { NetworkConnectivityServiceConnectionPolicy } from "@cdktf/provider-google/lib/network-connectivity-service-connection-policy";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface RedisCacheProps {
  readonly names: Names;
  /** The last part of the instance's name. */
  readonly name: string;
  readonly network: {
    /** VPC: `projects/…/global/networks/…`. */
    readonly networkId: string;
    /** Subnet that the cache's addresses come from. */
    readonly subnetId: string;
  };
  /** See `cacheNodeTypes`. */
  readonly nodeType: string;
  /** Of Valkey, which answers as Redis 7.2 does: "7.2", "8.0". @default "7.2" */
  readonly engineVersion?: string;
  /** One primary and its replicas, at most 6; more than one: over zones, with failover. @default 2 */
  readonly nodes?: number;
  /** KMS key of data and backups (`EncryptionKey` for the service `memorystore`). @default - keys that Google manages */
  readonly keyId?: string;
  /** Daily backups are kept this many days, at most 365; 0: none. @default 7 */
  readonly snapshotDays?: number;
  /** Hour of the daily backup, UTC. @default 3 */
  readonly snapshotHour?: number;
  /** The hour of the week for updates, UTC. @default Sunday, 05:00 */
  readonly maintenance?: {
    readonly day: "MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY";
    readonly hour: number;
  };
  /** @default true */
  readonly deletionProtection?: boolean;
  /** Engine parameters that differ from the engine's own, e.g. `maxmemory-policy`. @default - none */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Redis on Memorystore (Valkey, its open successor) with private addresses, over TLS only. A client signs in with an access
 * token, so there is no secret: its account needs `roles/memorystore.dbConnectionUser`. Memorystore for Redis itself would put
 * its AUTH string into the state. One a network: Google allows one connection policy for each network, region and service.
 */
export class RedisCache extends Construct {
  static readonly port = 6379;
  readonly port = RedisCache.port;
  readonly instanceId: string;
  /** `projects/…/locations/…/instances/…`, for a condition on a role. */
  readonly instanceName: string;
  /** Address of the primary. */
  readonly primaryEndpoint: string;
  /** Address that spreads reads over the replicas. */
  readonly readerEndpoint: string;
  /** The only user; its password is an access token. */
  readonly userName = "default";

  constructor(scope: Construct, id: string, props: RedisCacheProps) {
    super(scope, id);
    const { names, network, engineVersion = "7.2", nodes = 2, snapshotDays = 7 } = props;
    const { day, hour } = props.maintenance ?? { day: "SUNDAY", hour: 5 };
    const instanceId = names.of("gcp_resource", props.name);

    const access = new NetworkConnectivityServiceConnectionPolicy(this, "access", {
      name: instanceId,
      location: names.region,
      serviceClass: "gcp-memorystore",
      description: `Addresses of the cache ${instanceId}`,
      network: network.networkId,
      pscConfig: { subnetworks: [network.subnetId] },
    });
    const instance = new MemorystoreInstance(this, "instance", {
      instanceId,
      location: names.region,
      engineVersion: `VALKEY_${engineVersion.replace(".", "_")}`,
      engineConfigs: props.parameters,
      // As one server, for clients that know no cluster.
      mode: "CLUSTER_DISABLED",
      shardCount: 1,
      nodeType: props.nodeType,
      replicaCount: nodes - 1,
      zoneDistributionConfig: { mode: "MULTI_ZONE" },
      authorizationMode: "IAM_AUTH",
      transitEncryptionMode: "SERVER_AUTHENTICATION",
      kmsKey: props.keyId,
      desiredAutoCreatedEndpoints: [{ network: network.networkId, projectId: names.accountId }],
      automatedBackupConfig:
        snapshotDays > 0
          ? {
              retention: `${snapshotDays * 86_400}s`,
              fixedFrequencySchedule: { startTime: { hours: props.snapshotHour ?? 3 } },
            }
          : undefined,
      maintenancePolicy: { weeklyMaintenanceWindow: [{ day, startTime: { hours: hour } }] },
      deletionProtectionEnabled: props.deletionProtection ?? true,
      dependsOn: [access],
    });

    this.instanceId = instanceId;
    this.instanceName = instance.name;
    this.primaryEndpoint = addressOf(instance, "PRIMARY");
    this.readerEndpoint = nodes > 1 ? addressOf(instance, "READER") : this.primaryEndpoint;
  }
}

/** Google lists the two addresses in no stated order. */
function addressOf(instance: MemorystoreInstance, type: "PRIMARY" | "READER"): string {
  const connections = `${instance.terraformResourceType}.${instance.friendlyUniqueId}.endpoints[0].connections`;
  return Token.asString(
    `\${one([for each in ${connections} : each.psc_auto_connection[0].ip_address if each.psc_auto_connection[0].connection_type == "CONNECTION_TYPE_${type}"])}`,
  );
}
