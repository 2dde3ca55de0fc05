import {
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  EKSClient,
  ListNodegroupsCommand,
} from "@aws-sdk/client-eks";
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeReplicationGroupsCommand, ElastiCacheClient } from "@aws-sdk/client-elasticache";
import { DescribeDBClustersCommand, DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { GetParametersByPathCommand, SSMClient } from "@aws-sdk/client-ssm";
import { GetLoggingConfigurationCommand, GetWebACLForResourceCommand, WAFV2Client } from "@aws-sdk/client-wafv2";
import { expectEqual, output, type Proof } from "./proof";

const eks = new EKSClient({});
const rds = new RDSClient({});
const elastiCache = new ElastiCacheClient({});
const balancing = new ElasticLoadBalancingV2Client({});
const waf = new WAFV2Client({});
const parameterStore = new SSMClient({});

const controlPlaneLogs = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** The cluster and its nodes are as they were described, its stores answer, and the way to its pods is guarded. */
export const awsEksProofs: readonly Proof[] = [
  {
    what: "cluster",
    see: async (outputs) => {
      const { cluster } = await eks.send(new DescribeClusterCommand({ name: output(outputs, "cluster_name") }));
      expectEqual("status", cluster?.status, "ACTIVE");
      const logs = cluster?.logging?.clusterLogging
        ?.filter(({ enabled }) => enabled)
        .flatMap(({ types = [] }) => types);
      expectEqual("logs", logs?.sort(), controlPlaneLogs);
      expectEqual("encrypted", cluster?.encryptionConfig?.[0]?.resources, ["secrets"]);
      expectEqual("who signs in", cluster?.accessConfig?.authenticationMode, "API");
      const network = cluster?.resourcesVpcConfig;
      expectEqual("VPC", network?.vpcId, output(outputs, "vpc_id"));
      expectEqual("private endpoint", network?.endpointPrivateAccess, true);
      return `Kubernetes ${cluster?.version} with all logs and secrets encrypted, public endpoint ${network?.endpointPublicAccess}`;
    },
  },
  {
    what: "node groups",
    see: async (outputs) => {
      const clusterName = output(outputs, "cluster_name");
      const { nodegroups: names = [] } = await eks.send(new ListNodegroupsCommand({ clusterName }));
      const groups = await Promise.all(
        names.map(async (nodegroupName) => {
          const { nodegroup } = await eks.send(new DescribeNodegroupCommand({ clusterName, nodegroupName }));
          expectEqual(`status of ${nodegroupName}`, nodegroup?.status, "ACTIVE");
          const { minSize, maxSize, desiredSize } = nodegroup?.scalingConfig ?? {};
          return `${nodegroup?.labels?.tier} ${desiredSize} (${minSize}–${maxSize}) ${nodegroup?.capacityType}`;
        }),
      );
      if (groups.length === 0) throw new Error("expected node groups, found none");
      return groups.sort().join(", ");
    },
  },
  {
    what: "database",
    needs: ["database_endpoint"],
    see: async (outputs) => {
      const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({}));
      const endpoint = output(outputs, "database_endpoint");
      const cluster = DBClusters.find(({ Endpoint }) => Endpoint === endpoint);
      if (!cluster) throw new Error(`expected a cluster at ${endpoint}, found ${DBClusters.length} others`);
      expectEqual("encrypted", cluster.StorageEncrypted, true);
      expectEqual(
        "password in Secrets Manager",
        cluster.MasterUserSecret?.SecretArn,
        output(outputs, "database_secret_arn"),
      );
      const { DBInstances = [] } = await rds.send(
        new DescribeDBInstancesCommand({
          Filters: [{ Name: "db-cluster-id", Values: [cluster.DBClusterIdentifier ?? ""] }],
        }),
      );
      expectEqual(
        "instances",
        DBInstances.map((it) => [it.DBInstanceStatus, it.PubliclyAccessible]),
        (cluster.DBClusterMembers ?? []).map(() => ["available", false]),
      );
      return `Aurora PostgreSQL ${cluster.EngineVersion} on ${DBInstances.length} instances, backups for ${cluster.BackupRetentionPeriod} days, password managed by RDS`;
    },
  },
  {
    what: "cache",
    needs: ["redis_endpoint"],
    see: async (outputs) => {
      const { ReplicationGroups = [] } = await elastiCache.send(new DescribeReplicationGroupsCommand({}));
      const endpoint = output(outputs, "redis_endpoint");
      const group = ReplicationGroups.find(({ NodeGroups }) => NodeGroups?.[0]?.PrimaryEndpoint?.Address === endpoint);
      if (!group)
        throw new Error(`expected a replication group at ${endpoint}, found ${ReplicationGroups.length} others`);
      expectEqual("status", group.Status, "available");
      expectEqual("encrypted", [group.TransitEncryptionEnabled, group.AtRestEncryptionEnabled], [true, true]);
      return `${group.MemberClusters?.length} nodes of ${group.CacheNodeType}, automatic failover ${group.AutomaticFailover}`;
    },
  },
  {
    what: "load balancer",
    see: async (outputs) => {
      const LoadBalancerArn = await loadBalancerArn(outputs);
      const { TargetGroups: [group] = [] } = await balancing.send(new DescribeTargetGroupsCommand({ LoadBalancerArn }));
      expectEqual("target type", group?.TargetType, "ip");
      return `pods of ${group?.TargetGroupName} checked at ${group?.HealthCheckPath} every ${group?.HealthCheckIntervalSeconds} s`;
    },
  },
  {
    what: "firewall",
    see: async (outputs) => {
      const ResourceArn = await loadBalancerArn(outputs);
      const { WebACL } = await waf.send(new GetWebACLForResourceCommand({ ResourceArn }));
      if (!WebACL?.ARN) throw new Error("expected a web ACL before the load balancer, found none");
      const { LoggingConfiguration } = await waf.send(new GetLoggingConfigurationCommand({ ResourceArn: WebACL.ARN }));
      expectEqual("logs", LoggingConfiguration?.LogDestinationConfigs?.length, 1);
      const rules = WebACL.Rules?.sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0)).map(({ Name }) => Name);
      return `before the load balancer: ${rules?.join(", ")}`;
    },
  },
  {
    what: "configuration",
    see: async (outputs) => {
      const Path = output(outputs, "configuration_path");
      const { Parameters = [] } = await parameterStore.send(
        new GetParametersByPathCommand({ Path, WithDecryption: true }),
      );
      const values = Object.fromEntries(Parameters.map(({ Name, Value }) => [Name?.slice(Path.length + 1), Value]));
      expectEqual("database host", values.database_host, outputs.database_endpoint);
      expectEqual("cache host", values.cache_host, outputs.redis_endpoint);
      return `${Object.keys(values).sort().join(", ")} in Parameter Store at ${Path}`;
    },
  },
];

async function loadBalancerArn(outputs: Readonly<Record<string, unknown>>): Promise<string> {
  const { LoadBalancers = [] } = await balancing.send(new DescribeLoadBalancersCommand({}));
  const name = output(outputs, "load_balancer_dns_name");
  const arn = LoadBalancers.find(({ DNSName }) => DNSName === name)?.LoadBalancerArn;
  if (!arn) throw new Error(`expected a load balancer ${name}, found ${LoadBalancers.length} others`);
  return arn;
}
