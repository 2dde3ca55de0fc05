import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { ElasticacheParameterGroup } from "@cdktf/provider-aws/lib/elasticache-parameter-group";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import { logGroupName, type Names } from "../../names";
import type { NetworkAttributes } from "../network/network";
import { CacheUsers } from "./cache-users";

/** UTC. The two must not overlap. Changes that interrupt service wait for `maintenance`. */
const windows = { snapshot: "03:00-05:00", maintenance: "sun:05:00-sun:06:00" };

export interface RedisCacheProps {
  readonly names: Names;
  /** The last part of the replication group's identifier. */
  readonly name: string;
  /** The cache is in its database subnets. */
  readonly network: NetworkAttributes;
  /** Encrypts data, snapshots and logs; its policy must admit CloudWatch Logs. */
  readonly keyArn: string;
  /** The ElastiCache node type, such as `cache.r6g.large`. */
  readonly nodeType: string;
  /** Major and minor version, such as `7.1`; at least 7.0, the first one with IAM authentication. */
  readonly engineVersion: string;
  /** The primary and its replicas, 1 to 6 (ElastiCache limit). With two or more they are spread over zones and fail over. */
  readonly nodes: number;
  /** Days that a daily snapshot is kept, at most 35 (ElastiCache limit); 0 for no snapshots. */
  readonly snapshotDays: number;
  /** ElastiCache makes a last snapshot `<identifier>-final` before it deletes the cache; none of that name may exist. @default true */
  readonly finalSnapshot?: boolean;
  /** Days that the slow log and the engine log are kept; 0 writes neither. */
  readonly logDays: number;
}

/**
 * Redis on ElastiCache in the database subnets, over TLS only. Its one user signs in with IAM, so there is no password: a
 * client's role needs `elasticache:Connect` on `replicationGroupArn` and `userArn`.
 */
export class RedisCache extends Construct {
  static readonly port = 6379;
  readonly identifier: string;
  /** Host name of the primary. */
  readonly primaryEndpoint: string;
  /** Host name that spreads reads over the replicas. */
  readonly readerEndpoint: string;
  readonly port = RedisCache.port;
  /** Security group of the cache. It has no rules until a consumer adds one (`allowTraffic`). */
  readonly securityGroupId: string;
  readonly replicationGroupArn: string;
  readonly userName: string;
  readonly userArn: string;

  constructor(scope: Construct, id: string, props: RedisCacheProps) {
    super(scope, id);
    const { names, name, network, keyArn, engineVersion, nodes, logDays } = props;
    const identifier = names.of("cache", name);

    const securityGroup = new SecurityGroup(this, "access", {
      name: names.of("security_group", `${name}-cache`),
      description: `Who may reach the cache ${identifier}`,
      vpcId: network.vpcId,
    });
    const subnetGroup = new ElasticacheSubnetGroup(this, "subnets", {
      name: identifier,
      description: `Database subnets of ${identifier}`,
      subnetIds: network.databaseSubnetIds,
    });
    const family = `redis${engineVersion.split(".")[0]}`;
    const parameterGroup = new ElasticacheParameterGroup(this, "parameters", {
      // The family is in the name: an upgrade to a new major version makes a second group while the first is in use.
      name: names.of("cache_resource", `${name}-${family}`),
      description: `Parameters of ${identifier}`,
      family,
      parameter: [], // The engine's own values stay.
      lifecycle: { createBeforeDestroy: true },
    });
    const users = new CacheUsers(this, "users", { names, name });
    const logs = logDays > 0 ? ["slow-log", "engine-log"] : [];
    const group = new ElasticacheReplicationGroup(this, "group", {
      replicationGroupId: identifier,
      description: `Cache ${identifier}`,
      engine: "redis",
      engineVersion,
      nodeType: props.nodeType,
      port: RedisCache.port,
      numCacheClusters: nodes,
      automaticFailoverEnabled: nodes > 1,
      multiAzEnabled: nodes > 1,
      subnetGroupName: subnetGroup.name,
      securityGroupIds: [securityGroup.id],
      parameterGroupName: parameterGroup.name,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      atRestEncryptionEnabled: "true",
      kmsKeyId: keyArn,
      userGroupIds: [users.groupId],
      snapshotRetentionLimit: props.snapshotDays,
      snapshotWindow: windows.snapshot,
      maintenanceWindow: windows.maintenance,
      finalSnapshotIdentifier: (props.finalSnapshot ?? true) ? names.of("cache_resource", `${name}-final`) : undefined,
      autoMinorVersionUpgrade: "true",
      applyImmediately: false,
      logDeliveryConfiguration: logs.map((log) => ({
        destination: new CloudwatchLogGroup(this, log, {
          name: logGroupName("/aws/elasticache", identifier, log),
          kmsKeyId: keyArn,
          retentionInDays: logDays,
        }).name,
        destinationType: "cloudwatch-logs",
        logFormat: "json",
        logType: log,
      })),
    });

    this.identifier = identifier;
    this.primaryEndpoint = group.primaryEndpointAddress;
    this.readerEndpoint = group.readerEndpointAddress;
    this.securityGroupId = securityGroup.id;
    this.replicationGroupArn = group.arn;
    this.userName = users.userName;
    this.userArn = users.userArn;
  }
}
