import { DataAwsKmsAlias } from "@cdktf/provider-aws/lib/data-aws-kms-alias";
import type { Construct } from "constructs";
import { DeployRole } from "../../modules/aws/account/deploy-role";
import type { PostgresDatabase } from "../../modules/aws/databases/postgres-database";
import type { RedisCache } from "../../modules/aws/databases/redis-cache";
import type { LoadBalancer } from "../../modules/aws/edge/load-balancer";
import { Monitoring } from "../../modules/aws/monitoring/monitoring";
import type { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import { alerts, budget } from "../shared-settings";
import { stateLocation } from "../state-location";
import type { Application } from "./application";

type Settings = PlatformSettings["aws"];

export interface OperatedParts {
  readonly names: Names;
  readonly keyArn: string;
  readonly clusterName: string;
  readonly application: Application;
  readonly loadBalancer: LoadBalancer;
  readonly database: PostgresDatabase;
  readonly cache?: RedisCache;
}

/** What watches the application: topics, alarms, dashboards, trace sampling, budget. */
export function addMonitoring(stack: Construct, settings: Settings, parts: OperatedParts): Monitoring {
  const { names, keyArn, application, loadBalancer, database, cache } = parts;
  const { api, components, queues } = application;
  const colors = (values: readonly string[]) =>
    Object.fromEntries(["blue", "green"].slice(0, values.length).map((color, index) => [color, values[index]]));
  const [queue] = Object.values(queues);
  return new Monitoring(stack, "monitoring", {
    names,
    keyArn,
    emails: settings.notifications,
    alerts: alerts(settings),
    services: {
      clusterName: parts.clusterName,
      serviceNames: {
        ...colors(api.serviceNames),
        ...Object.fromEntries(
          Object.entries(components).map(([name, { serviceNames }]) => [name, serviceNames[0] ?? name]),
        ),
      },
      targetGroupArnSuffixes: colors(api.targetGroupArnSuffixes),
    },
    loadBalancer,
    database,
    cache: cache && settings.cache && { replicationGroupId: cache.identifier, nodes: settings.cache.nodes },
    queue: queue && { name: queue.queueName },
    tracing: settings.service.tracing.enabled
      ? { samplingPercent: settings.service.tracing.sampling_percent }
      : undefined,
    budget: budget(settings),
  });
}

/** The role with which the repository's pipeline deploys this stack; nothing where the settings name no repository. */
export function addDeployRole(stack: Construct, settings: Settings, parts: OperatedParts): DeployRole | undefined {
  if (!settings.deploy) return undefined;
  const { bucket, lockTable, region, keyAlias } = stateLocation(settings);
  const services = [parts.application.api, ...Object.values(parts.application.components)];
  return new DeployRole(stack, "deploy-role", {
    names: parts.names,
    repository: settings.deploy.repository,
    state: {
      bucketName: bucket,
      tableName: lockTable,
      keyArn: new DataAwsKmsAlias(stack, "state-key", { name: keyAlias }).targetKeyArn,
      stateKeys: [stack.node.id],
      region,
    },
    clusterName: parts.clusterName,
    serviceNames: services.flatMap(({ serviceNames }) => serviceNames),
    passRoleArns: services.flatMap(({ taskRoleArn, executionRoleArn }) => [taskRoleArn, executionRoleArn]),
  });
}
