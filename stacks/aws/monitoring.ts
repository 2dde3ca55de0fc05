import type { Construct } from "constructs";
import type { ContainerService } from "../../modules/aws/containers/container-service";
import { colors } from "../../modules/aws/containers/sides";
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

/** Every service by the key that its alarms are named by: the sides of the API, and the components' names with their sides. */
function watchedServices(
  { api, components }: Application,
  { arnSuffix: loadBalancer }: LoadBalancer,
): [key: string, service: WatchedService][] {
  const sidesOf = (
    { clusterName, serviceNames, routing }: ContainerService,
    keys: readonly string[],
  ): [string, WatchedService][] => {
    const groups = [routing?.blue, routing?.green].map((ingress) => ingress?.targetGroup.arnSuffix);
    return serviceNames.map((serviceName, index) => {
      const arnSuffix = groups[index];
      const turns = index === 0 ? { other: groups[1] } : { isOther: true };
      const targetGroup = arnSuffix === undefined ? undefined : { arnSuffix, loadBalancer, ...turns };
      return [keys[index] ?? serviceName, { clusterName, serviceName, targetGroup }];
    });
  };
  return [
    ...sidesOf(api, colors),
    ...Object.entries(components).flatMap(([name, service]) => sidesOf(service, [name, `${name}-green`])),
  ];
}
