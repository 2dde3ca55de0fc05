import { Testing } from "cdktf";
import { ContainerCluster } from "../../../../modules/aws/containers/container-cluster";
import { ContainerService, type ContainerServiceProps } from "../../../../modules/aws/containers/container-service";
import { names } from "../fixtures";

export const network = {
  vpcId: "vpc-1",
  cidr: "10.0.0.0/16",
  publicSubnetIds: ["subnet-public"],
  privateSubnetIds: ["subnet-private-a", "subnet-private-b"],
  databaseSubnetIds: ["subnet-database"],
};

const probe = (path: string, failures = 3) => ({ path, intervalSeconds: 30, timeoutSeconds: 5, failures });

export const container = {
  image: "ghcr.io/example/api:1",
  port: 8000,
  cpu: 0.5,
  memoryMib: 1024,
  health: { live: probe("/health/live"), ready: probe("/health/ready"), startup: probe("/health/startup", 10) },
};

export const route = {
  loadBalancer: { listenerArn: "arn:listener", securityGroupId: "sg-balancer", arnSuffix: "app/balancer/1" },
  priority: 100,
};

export const queue = {
  queueUrl: "https://queue/jobs",
  queueArn: "arn:queue",
  queueName: "jobs",
  keyArn: "arn:queue-key",
};

/** Every connection that a service may have. */
export const connections = {
  database: {
    endpoint: "db.internal",
    port: 5432,
    databaseName: "app",
    secretArn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:db-AbCdEf",
    securityGroupId: "sg-database",
  },
  cache: {
    primaryEndpoint: "cache.internal",
    port: 6379,
    securityGroupId: "sg-cache",
    replicationGroupArn: "arn:cache",
    userArn: "arn:cache-user",
    userName: "application",
  },
  fileSystem: {
    fileSystemId: "fs-1",
    fileSystemArn: "arn:fs",
    accessPointId: "fsap-1",
    accessPointArn: "arn:fsap",
    securityGroupId: "sg-files",
  },
  buckets: { "test-results": { bucketName: "results", bucketArn: "arn:results", keyArn: "arn:bucket-key" } },
  sendsTo: { jobs: queue },
  parameterPath: "/test-execution/prod/configuration",
  metricNamespace: "test-execution",
};

/** A stack with a cluster and the service `api`, which has nothing but what is given. */
export function synthService(props: Partial<ContainerServiceProps> = {}, serviceNamespace?: string): string {
  return Testing.synthScope((scope) => {
    const keyArn = "arn:key";
    const cluster = new ContainerCluster(scope, "cluster", { names, network, keyArn, logDays: 30, serviceNamespace });
    new ContainerService(scope, "api", {
      names,
      name: "api",
      cluster,
      network,
      keyArn,
      container,
      replicas: { min: 2, max: 10 },
      targets: { cpuPercent: 70, memoryPercent: 80 },
      ...props,
    });
  });
}

// biome-ignore lint/suspicious/noExplicitAny: the synthesized JSON of any resource type
export function resources(stack: string, type: { readonly tfResourceType: string }): any[] {
  return Object.values(JSON.parse(stack).resource[type.tfResourceType] ?? {});
}

/** The containers of each task definition, by its family. */
// biome-ignore lint/suspicious/noExplicitAny: the JSON that ECS reads
export function containers(stack: string, family = "test-execution-prod-api"): any[] {
  const definitions = resources(stack, { tfResourceType: "aws_ecs_task_definition" });
  return JSON.parse(definitions.find((definition) => definition.family === family).container_definitions);
}

/** The statements of the role's policy whose construct path ends so, e.g. `roles_task`. */
// biome-ignore lint/suspicious/noExplicitAny: the synthesized JSON of a policy
export function statements(stack: string, role: string): any[] {
  const [, document] =
    Object.entries(JSON.parse(stack).data.aws_iam_policy_document).find(([id]) => id.includes(`${role}_permissions`)) ??
    [];
  return (document as { statement: unknown[] }).statement;
}
