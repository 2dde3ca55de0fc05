import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { ContainerCluster } from "../../../../modules/aws/containers/container-cluster";
import { ContainerService, type ContainerServiceProps } from "../../../../modules/aws/containers/container-service";
import { type Synthesized, synthesized } from "../../../synthesized";
import { names, network } from "../fixtures";

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
  mount: {
    fileSystem: {
      fileSystemId: "fs-1",
      fileSystemArn: "arn:fs",
      accessPointId: "fsap-1",
      accessPointArn: "arn:fsap",
      securityGroupId: "sg-files",
    },
    path: "/data",
  },
  buckets: { "test-results": { bucketName: "results", bucketArn: "arn:results", keyArn: "arn:bucket-key" } },
  sendsTo: { jobs: queue },
  parameterPath: "/test-execution/prod/configuration",
  metricNamespace: "test-execution",
};

/** A stack with a cluster and the service `api`, which has only what is given. */
export function makeService(props: Partial<ContainerServiceProps> = {}): Synthesized {
  return synthesized((scope) => {
    const common = { names, network, keyArn: "arn:key", logDays: 30 };
    const cluster = new ContainerCluster(scope, "cluster", {
      ...common,
      serviceNamespace: "test-execution-prod.internal",
    });
    new ContainerService(scope, "api", {
      ...common,
      name: "api",
      cluster,
      container,
      architecture: "x86_64",
      keepRevisions: true,
      repositoryArns: [],
      replicas: { min: 2, max: 10 },
      targets: { cpuPercent: 70, memoryPercent: 80 },
      ...props,
    });
  });
}

/** The containers of a task definition, by its family. */
// biome-ignore lint/suspicious/noExplicitAny: the JSON that ECS reads
export function containers(stack: Synthesized, family = "test-execution-prod-api"): any[] {
  return JSON.parse(
    stack.all(EcsTaskDefinition).find((definition) => definition.family === family).container_definitions,
  );
}

/** The statements of the role's policy whose construct path ends so, e.g. `roles_task`. */
// biome-ignore lint/suspicious/noExplicitAny: the synthesized JSON of a policy
export function statements({ json }: Synthesized, role: string): any[] {
  const [, document] =
    Object.entries(json.data[DataAwsIamPolicyDocument.tfResourceType]).find(([id]) =>
      id.includes(`${role}_permissions`),
    ) ?? [];
  return (document as { statement: unknown[] }).statement;
}
