import { ManagedRedis } from "@cdktf/provider-azurerm/lib/managed-redis";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import { type PrivateAccess, privateEndpoint } from "../network/private-endpoint";
import { type Placement, placed } from "../placement";
import { cacheUsers } from "./cache-users";

export interface RedisCacheProps extends Placement {
  /** The part of the cache's name between environment and suffix. */
  readonly name: string;
  /** Subnet, and DNS zone `privatelink.redis.azure.net`. */
  readonly privateAccess: PrivateAccess;
  /** Log Analytics workspace that gets a record of every connection. */
  readonly workspaceId: string;
  /** Tier and size, such as `Balanced_B1`; a change replaces the cache. */
  readonly skuName: string;
  /** Object ids of the Entra identities that may sign in, by a key of letters and digits. */
  readonly users: Readonly<Record<string, string>>;
  /** 2: a replica in another zone, with failover. Azure has no other number. */
  readonly nodes: 1 | 2;
}

/**
 * Azure Managed Redis inside the network, with TLS only. Users sign in with Entra ID: the object id is the user name and a token is
 * the password, so there is no secret. When memory is full, the least recently used keys with an expiry are removed.
 */
export class RedisCache extends Construct {
  static readonly port = 10000;
  /** Id of the cache, for its metrics. */
  readonly id: string;
  /** Host name. */
  readonly primaryEndpoint: string;
  readonly port = RedisCache.port;

  constructor(scope: Construct, id: string, props: RedisCacheProps) {
    super(scope, id);
    const name = props.names.of("azure_cache", props.name);
    const cache = new ManagedRedis(this, "cache", {
      ...placed(props),
      name,
      skuName: props.skuName,
      highAvailabilityEnabled: props.nodes > 1,
      publicNetworkAccess: "Disabled",
      defaultDatabase: {
        accessKeysAuthenticationEnabled: false,
        clientProtocol: "Encrypted",
        // One address for all shards, for clients without cluster support.
        clusteringPolicy: "EnterpriseCluster",
        evictionPolicy: "VolatileLRU",
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
