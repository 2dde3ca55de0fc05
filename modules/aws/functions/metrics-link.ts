import type { FunctionLink } from "./function-links";

/** Lets a function publish metrics in one namespace, which the variable `METRIC_NAMESPACE` holds. */
export function metricsLink(namespace: string): FunctionLink {
  return {
    environment: { METRIC_NAMESPACE: namespace },
    statements: [
      {
        actions: ["cloudwatch:PutMetricData"],
        // CloudWatch has no resource for a metric; the condition limits the namespace.
        resources: ["*"],
        conditions: [{ test: "StringEquals", variable: "cloudwatch:namespace", values: [namespace] }],
      },
    ],
  };
}
