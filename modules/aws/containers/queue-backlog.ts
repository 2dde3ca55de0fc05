import type { AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration } from "@cdktf/provider-aws/lib/appautoscaling-policy";

/** The metric that a target-tracking policy holds at its target. */
export type Tracking = Omit<AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration, "targetValue">;

/** The visible messages of a queue for each running task of its service. Container Insights counts the tasks. */
export function backlogPerReplica(queueName: string, clusterName: string, serviceName: string): Tracking {
  const metric = (id: string, namespace: string, metricName: string, dimensions: Record<string, string>) => ({
    id,
    returnData: false,
    metricStat: {
      stat: "Average",
      metric: {
        namespace,
        metricName,
        dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
      },
    },
  });
  return {
    customizedMetricSpecification: {
      metrics: [
        metric("visible", "AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: queueName }),
        metric("running", "ECS/ContainerInsights", "RunningTaskCount", {
          ClusterName: clusterName,
          ServiceName: serviceName,
        }),
        // With no task running, the backlog counts as that of one.
        { id: "backlog", expression: "visible / IF(running > 0, running, 1)", returnData: true },
      ],
    },
  };
}
