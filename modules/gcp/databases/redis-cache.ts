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
  /** A node type of Memorystore, such as one of `cacheNodeTypes`. */
  readonly nodeType: string;
  /** Version of Valkey, which is compatible with Redis 7.2. */
  readonly engineVersion: "7.2" | "8.0";
  /** One primary and its replicas, at most 6. With more than one, they are in several zones and fail over. */
  readonly nodes: number;
  /** KMS key of data and backups (`EncryptionKey` for the service `memorystore`). @default - keys that Google manages */
  readonly keyId?: string;
  /** Days that daily backups are kept, at most 365; 0: no backups. */
  readonly snapshotDays: number;
  /** Whether Memorystore and Terraform refuse to delete the instance. */
  readonly deletionProtection: boolean;
}

/**
 * A Redis-compatible cache on Memorystore for Valkey, with private addresses and TLS only. A client signs in with an access
 * token, so there is no secret; its account needs `roles/memorystore.dbConnectionUser`. (Memorystore for Redis would put its AUTH
 * string into the state.) One cache per network: Google allows one connection policy per network, region and service.
 */
export class RedisCache extends Construct {
  static readonly port = 6379;
  readonly port = RedisCache.port;
  /** Label `instance_id` of its metrics in Cloud Monitoring. */
  readonly instanceId: string;
  /** `projects/…/locations/…/instances/…`, for a condition on a role. */
  readonly instanceName: string;
  /** Address of the primary. */
  readonly primaryEndpoint: string;
  /** Address that distributes reads over the replicas. */
  readonly readerEndpoint: string;
  /** Certificates of the authority that signs the server's, PEM. While they rotate there are two. */
  readonly caCertificate: string;
  /** The only user name; the password is an access token. */
  readonly userName = "default";

  constructor(scope: Construct, id: string, props: RedisCacheProps) {
    super(scope, id);
    const { names, network, engineVersion, nodes, snapshotDays } = props;
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
      // One server, for clients without cluster support.
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
              fixedFrequencySchedule: { startTime: { hours: 3 } },
            }
          : undefined,
      maintenancePolicy: { weeklyMaintenanceWindow: [{ day: "SUNDAY", startTime: { hours: 5 } }] },
      deletionProtectionEnabled: props.deletionProtection,
      dependsOn: [access],
    });

    this.instanceId = instanceId;
    this.instanceName = instance.name;
    const authority = `${instance.terraformResourceType}.${instance.friendlyUniqueId}.managed_server_ca[0]`;
    this.caCertificate = Token.asString(`\${join("\\n", flatten(${authority}.ca_certs[*].certificates))}`);
    this.primaryEndpoint = addressOf(instance, "PRIMARY");
    this.readerEndpoint = nodes > 1 ? addressOf(instance, "READER") : this.primaryEndpoint;
  }
}

/** The address of one type; Google documents no order of the two. */
function addressOf(instance: MemorystoreInstance, type: "PRIMARY" | "READER"): string {
  const connections = `${instance.terraformResourceType}.${instance.friendlyUniqueId}.endpoints[0].connections`;
  return Token.asString(
    `\${one([for each in ${connections} : each.psc_auto_connection[0].ip_address if each.psc_auto_connection[0].connection_type == "CONNECTION_TYPE_${type}"])}`,
  );
}
