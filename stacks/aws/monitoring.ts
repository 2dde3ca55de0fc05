import type { Construct } from "constructs";
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
      watchApplicationMetrics(namespace, businessMetrics(settings)),
      watchQueues(application.queues),
    ],
    tracing: tracing.enabled ? { samplingPercent: tracing.sampling_percent } : undefined,
    budget: budget(stack, settings),
  });
}

/** Every service by the key that its alarms are named by: the colors of the API, and the components' names. */
function watchedServices(
  { api, components }: Application,
  { arnSuffix: loadBalancer }: LoadBalancer,
): [key: string, service: WatchedService][] {
  const { clusterName } = api;
  const colors = api.serviceNames.map((serviceName, index): [string, WatchedService] => {
    const arnSuffix = api.targetGroupArnSuffixes[index];
    const targetGroup = arnSuffix === undefined ? undefined : { arnSuffix, loadBalancer };
    return [["blue", "green"][index] ?? serviceName, { clusterName, serviceName, targetGroup }];
  });
  const others = Object.entries(components).flatMap(([name, { serviceNames }]) =>
    serviceNames.map((serviceName): [string, WatchedService] => [name, { clusterName, serviceName }]),
  );
  return [...colors, ...others];
}
