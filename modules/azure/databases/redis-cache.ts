import { ManagedRedis } from "@cdktf/provider-azurerm/lib/managed-redis";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import { type PrivateAccess, privateEndpoint } from "../network/private-endpoint";
import { type Placement, placed } from "../placement";
import { cacheUsers } from "./cache-users";

export interface RedisCacheProps extends Placement {
  /** The part of the cache's name between environment and suffix. */
  readonly name: string;
  /** DNS zone `privatelink.redis.azure.net`. */
  readonly privateAccess: PrivateAccess;
  /** Keeps the record of every connection. */
  readonly workspaceId: string;
  /** E.g. `Balanced_B1`; a change replaces the cache. */
  readonly skuName: string;
  /** Who may sign in: object ids of Entra identities, by a name of letters and digits of your own. */
  readonly users: Readonly<Record<string, string>>;
  /** More than one: a replica in another zone with failover. Azure takes no other number. @default 2 */
  readonly nodes?: 1 | 2;
  /** What is removed when memory is full. @default "VolatileLRU" */
  readonly evictionPolicy?: "AllKeysLRU" | "AllKeysLFU" | "VolatileLRU" | "VolatileLFU" | "VolatileTTL" | "NoEviction";
}

/**
 * Azure Managed Redis inside the network, over TLS only. Users sign in with Entra ID, object id as user name and a token as
 * password, so there is no secret.
 */
export class RedisCache extends Construct {
  static readonly port = 10000;
  readonly id: string;
  readonly primaryEndpoint: string;
  readonly port = RedisCache.port;

  constructor(scope: Construct, id: string, props: RedisCacheProps) {
    super(scope, id);
    const name = props.names.of("azure_cache", props.name);
    const cache = new ManagedRedis(this, "cache", {
      ...placed(props),
      name,
      skuName: props.skuName,
      highAvailabilityEnabled: (props.nodes ?? 2) > 1,
      publicNetworkAccess: "Disabled",
      defaultDatabase: {
        accessKeysAuthenticationEnabled: false,
        clientProtocol: "Encrypted",
        // One address for all shards, as clients of a Redis without shards expect.
        clusteringPolicy: "EnterpriseCluster",
        evictionPolicy: props.evictionPolicy ?? "VolatileLRU",
      },
    });
    cacheUsers(this, "users", { ...props, cache });
    privateEndpoint(this, "private-endpoint", {
      ...props,
      ...props.privateAccess,
      targetName: name,
      targetResourceId: cache.id,
      subresource: "redisEnterprise",
    });
    diagnostics(this, "diagnostics", {
      targetResourceId: cache.defaultDatabase.id,
      workspaceId: props.workspaceId,
      categories: ["ConnectionEvents"],
    });

    this.id = cache.id;
    this.primaryEndpoint = cache.hostname;
  }
}
