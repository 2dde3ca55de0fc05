import type { AlertSettings } from "../../../alerts";
import { cpuTexts, sharedAlarm } from "../alert-rules";
import { graph, line } from "../dashboards-widgets";
import type { Metric } from "../metrics";
import type { Watched } from "../watched";
import { type WatchedTargetGroup, watchTargetGroup } from "./watch-target-group";

/** A service on ECS. */
export interface WatchedService {
  readonly clusterName: string;
  readonly serviceName: string;
  /** @default - no client reaches it */
  readonly targetGroup?: WatchedTargetGroup;
  /** Whether it has a database, which the remedies name. @default true */
  readonly usesDatabase?: boolean;
}

/** CPU and memory of a service on ECS, and its requests where clients reach it; alarms `cpu`, `memory`, `api_down`. */
export function watchService(key: string, service: WatchedService, alerts: AlertSettings): Watched {
  const { clusterName: ClusterName, serviceName: ServiceName, targetGroup, usesDatabase = true } = service;
  const metric = (name: string): Metric => ({
    namespace: "AWS/ECS",
    name,
    dimensions: { ClusterName, ServiceName },
    stat: "Average",
  });
  const cpu = metric("CPUUtilization");
  const memory = metric("MemoryUtilization");
  const whenDown = `Look at the events and stopped tasks of the ECS service and at its log. If a deployment preceded it, deploy the previous image. If tasks do not start, check ${usesDatabase ? "the database and " : ""}the secrets.`;
  const routed = targetGroup && watchTargetGroup(key, targetGroup, whenDown, alerts);
  return {
    widgets: {
      ...routed?.widgets,
      infrastructure: [graph("CPU (%)", [line(cpu, key)]), graph("Memory (%)", [line(memory, key)])],
    },
    alarms: [
      ...(routed?.alarms ?? []),
      sharedAlarm("memory", key, alerts, {
        measurement: { metrics: { value: memory } },
        meaning: "The service uses nearly all of its memory; tasks are killed at 100 %.",
        remedy: "Compare with the last deployment for a leak and roll it back; else raise memory_mib or replicas.max.",
      }),
      sharedAlarm("cpu", key, alerts, { measurement: { metrics: { value: cpu } }, ...cpuTexts.services(usesDatabase) }),
    ],
  };
}
