import type { Construct } from "constructs";
import type { ContainerService } from "../../modules/aws/containers/container-service";
import type { PostgresDatabase } from "../../modules/aws/databases/postgres-database";
import type { RedisCache } from "../../modules/aws/databases/redis-cache";
import type { LoadBalancer } from "../../modules/aws/edge/load-balancer";
import { Monitoring } from "../../modules/aws/monitoring/monitoring";
import { watchApplicationMetrics } from "../../modules/aws/monitoring/watch/watch-application-metrics";
import { watchCache } from "../../modules/aws/monitoring/watch/watch-cache";
import { watchDatabase } from "../../modules/aws/monitoring/watch/watch-database";
import { watchLoadBalancer } from "../../modules/aws/monitoring/watch/watch-load-balancer";
import { watchQueues } from "../../modules/aws/monitoring/watch/watch-queues";
import { type WatchedService, watchService } from "../../modules/aws/monitoring/watch/watch-service";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { alerts, budget, businessMetrics } from "../shared-settings";
import type { Application } from "./application";

type Settings = PlatformSettings["aws"];

export interface MonitoringInputs {
  readonly application: Application;
  readonly loadBalancer: LoadBalancer;
  readonly database?: PostgresDatabase;
  readonly cache?: RedisCache;
}

/** What watches the application: topics, alarms, dashboards, trace sampling, budget. */
export function addMonitoring(
  stack: Construct,
  settings: Settings,
  context: AwsContext,
  { application, loadBalancer, database, cache }: MonitoringInputs,
): Monitoring {
  const shared = alerts(settings);
  const namespace = context.names.name;
  const { tracing } = settings.service;
  const usesDatabase = database !== undefined;
  return new Monitoring(stack, "monitoring", {
    ...context,
    emails: settings.notifications,
    watched: [
      watchLoadBalancer({ arnSuffix: loadBalancer.arnSuffix, usesDatabase }, shared),
      ...watchedServices(application, loadBalancer).map(([key, service]) =>
        watchService(key, { ...service, usesDatabase }, shared),
      ),
      ...(database ? [watchDatabase(database, namespace, shared)] : []),
      ...(cache && settings.cache ? [watchCache({ identifier: cache.identifier, nodes: settings.cache.nodes })] : []),
      watchApplicationMetrics({ namespace, application: context.names.prefix }, businessMetrics(settings)),
      watchQueues(application.queues),
    ],
    tracing: tracing.enabled ? { samplingPercent: tracing.sampling_percent } : undefined,
    budget: budget(stack, settings),
  });
}

/** Every service by the key that its alarms are named by: the colors of the API, and the components' names with their colors. */
function watchedServices(
  { api, components }: Application,
  { arnSuffix: loadBalancer }: LoadBalancer,
): [key: string, service: WatchedService][] {
  const colorsOf = (
    { clusterName, serviceNames, targetGroupArnSuffixes }: ContainerService,
    keys: readonly string[],
  ): [string, WatchedService][] =>
    serviceNames.map((serviceName, index) => {
      const arnSuffix = targetGroupArnSuffixes[index];
      const targetGroup = arnSuffix === undefined ? undefined : { arnSuffix, loadBalancer };
      return [keys[index] ?? serviceName, { clusterName, serviceName, targetGroup }];
    });
  return [
    ...colorsOf(api, ["blue", "green"]),
    ...Object.entries(components).flatMap(([name, service]) => colorsOf(service, [name, `${name}-green`])),
  ];
}
