import type { FunctionLink } from "./function-links";

/** Publishing metrics in one namespace, which the function finds under `METRIC_NAMESPACE`. */
export function metricsLink(namespace: string): FunctionLink {
  return {
    environment: { METRIC_NAMESPACE: namespace },
    statements: [
      {
        actions: ["cloudwatch:PutMetricData"],
        // CloudWatch has no resource for a metric: the namespace is the limit.
        resources: ["*"],
        conditions: [{ test: "StringEquals", variable: "cloudwatch:namespace", values: [namespace] }],
      },
    ],
  };
}
