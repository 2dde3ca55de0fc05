import type { AlertSettings } from "../../../alerts";
import { sharedAlarm } from "../alert-rules";
import { graph, line } from "../dashboards-widgets";
import type { Measurement, Metric } from "../metrics";
import type { Watched } from "../watched";

/** A target group as CloudWatch names it: by the ends of two ARNs. */
export interface WatchedTargetGroup {
  readonly arnSuffix: string;
  /** `arnSuffix` of the load balancer. */
  readonly loadBalancer: string;
  /**
   * `arnSuffix` of the other side's target group, where two sides take turns: `api_down` is raised where neither has a healthy replica,
   * because one of them is idle most of the time. @default - it is the only one
   */
  readonly other?: string;
  /** Whether it has no alarm `api_down`, because the other side's covers both. @default false */
  readonly isOther?: boolean;
}

/** The target group of an application in pods. */
export interface WatchedPods extends WatchedTargetGroup {
  /** Whether the application has a database, which the remedies name. @default true */
  readonly usesDatabase?: boolean;
}

/**
 * Requests to a target group and its healthy replicas, with the alarm `api_down`, whose text says what to do. Leave out a
 * target group that is meant to have no replica: it would count as down.
 */
export function watchTargetGroup(
  key: string,
  { arnSuffix, loadBalancer, other, isOther }: WatchedTargetGroup,
  remedy: string,
  alerts: AlertSettings,
): Watched {
  const metric = (name: string, stat: string, targetGroup = arnSuffix): Metric => ({
    namespace: "AWS/ApplicationELB",
    name,
    dimensions: { LoadBalancer: loadBalancer, TargetGroup: targetGroup },
    stat,
  });
  // Maximum: the count is reported per zone, and one zone with a healthy replica still answers.
  const healthy = metric("HealthyHostCount", "Maximum");
  const measurement: Measurement = other
    ? {
        metrics: { one: healthy, other: metric("HealthyHostCount", "Maximum", other) },
        expression: "MAX([FILL(one, 0), FILL(other, 0)])",
      }
    : { metrics: { value: healthy } };
  return {
    widgets: {
      application: [
        graph("Requests", [line(metric("RequestCount", "Sum"), key)]),
        graph("Healthy replicas", [line(healthy, key)]),
      ],
    },
    alarms: isOther
      ? []
      : [
          sharedAlarm("api_down", key, alerts, {
            measurement,
            meaning: "The API is down: too few healthy replicas behind the load balancer.",
            remedy,
          }),
        ],
  };
}

/** Pods that a TargetGroupBinding registers with a target group: their requests, whether they are healthy, and `api_down`. */
export function watchPods(
  key: string,
  { usesDatabase = true, ...targetGroup }: WatchedPods,
  alerts: AlertSettings,
): Watched {
  const remedy = `Look at the events and logs of the pods, and whether a TargetGroupBinding names the target group. If a deployment preceded it, deploy the previous image. If pods do not start, check the nodes${usesDatabase ? ", the database" : ""} and the secrets.`;
  return watchTargetGroup(key, targetGroup, remedy, alerts);
}
