import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import { artifactsBucketProof } from "./artifacts-bucket";
import { expectEqual, output, type Proof } from "./proof";

const s3 = new S3Client({ forcePathStyle: true });
const ecs = new ECSClient({});
const rds = new RDSClient({});
const balancing = new ElasticLoadBalancingV2Client({});

/** The application runs as it was described, and its stores answer. */
export const awsProofs: readonly Proof[] = [
  artifactsBucketProof(s3, "proof.txt"),
  {
    what: "service",
    see: async (outputs) => {
      const services = outputs.service_names as string[];
      const found = await ecs.send(new DescribeServicesCommand({ cluster: output(outputs, "cluster_name"), services }));
      expectEqual(
        "services",
        found.services?.map(({ status }) => status),
        services.map(() => "ACTIVE"),
      );
      const [service] = found.services ?? [];
      const { taskDefinition } = await ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: service?.taskDefinition }),
      );
      const [container] = taskDefinition?.containerDefinitions ?? [];
      expectEqual("read-only root file system", container?.readonlyRootFilesystem, true);
      return `${service?.desiredCount} replicas of ${container?.image} with ${taskDefinition?.cpu} CPU units, ${taskDefinition?.memory} MiB`;
    },
  },
  {
    what: "database",
    needs: ["database_endpoint"],
    see: async (outputs) => {
      const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
      const endpoint = output(outputs, "database_endpoint");
      const instance = DBInstances.find(({ Endpoint }) => Endpoint?.Address === endpoint);
      if (!instance) throw new Error(`expected an instance at ${endpoint}, found ${DBInstances.length} others`);
      expectEqual("encrypted", instance.StorageEncrypted, true);
      expectEqual("public", instance.PubliclyAccessible, false);
      expectEqual(
        "password in Secrets Manager",
        instance.MasterUserSecret?.SecretArn,
        output(outputs, "database_secret_arn"),
      );
      return `PostgreSQL ${instance.EngineVersion}, Multi-AZ ${instance.MultiAZ}, backups for ${instance.BackupRetentionPeriod} days, password managed by RDS`;
    },
  },
  {
    what: "load balancer",
    see: async (outputs) => {
      const { LoadBalancers = [] } = await balancing.send(new DescribeLoadBalancersCommand({}));
      const name = output(outputs, "load_balancer_dns_name");
      const LoadBalancerArn = LoadBalancers.find(({ DNSName }) => DNSName === name)?.LoadBalancerArn;
      const { Listeners = [] } = await balancing.send(new DescribeListenersCommand({ LoadBalancerArn }));
      const https = Listeners.find(({ Protocol }) => Protocol === "HTTPS");
      const http = Listeners.find(({ Protocol }) => Protocol === "HTTP");
      expectEqual("HTTP", http?.DefaultActions?.[0]?.RedirectConfig?.Protocol, "HTTPS");
      const { TargetGroups = [] } = await balancing.send(new DescribeTargetGroupsCommand({ LoadBalancerArn }));
      const [group] = TargetGroups;
      expectEqual("target type", group?.TargetType, "ip");
      return `${https?.SslPolicy}, HTTP redirected; targets checked at ${group?.HealthCheckPath} every ${group?.HealthCheckIntervalSeconds} s`;
    },
  },
];
