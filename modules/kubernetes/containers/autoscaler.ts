import {
  HorizontalPodAutoscalerV2,
  type HorizontalPodAutoscalerV2SpecMetric,
} from "@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Replicas, ScalingTargets } from "../../container";
import type { Names } from "../../names";
import { labels } from "../labels";
import { quantity } from "../quantities";

export interface AutoscalerProps {
  readonly names: Names;
  /** Name of the Deployment. */
  readonly app: string;
  readonly namespace: string;
  readonly replicas: Replicas;
  readonly targets: ScalingTargets;
  readonly dependsOn: ITerraformDependable[];
}

/**
 * Adds and removes replicas, between min and max, so that CPU, memory and the application's own metrics stay at their
 * targets. It adds quickly and removes slowly (document 003). prometheus-adapter offers the metrics of `targets.custom`.
 */
export class Autoscaler extends Construct {
  /** `<application>-hpa` (document 003). */
  readonly name: string;

  constructor(scope: Construct, id: string, props: AutoscalerProps) {
    super(scope, id);
    const { names, app, namespace, replicas, targets } = props;
    if (targets.requestsPerReplica !== undefined) {
      throw new Error(
        `service "${app}": targets.requestsPerReplica: Kubernetes does not count requests; expected targets.custom with a metric ` +
          `that the application publishes, found ${targets.requestsPerReplica}`,
      );
    }
    this.name = props.names.extended("kubernetes_object", app, "hpa");
    new HorizontalPodAutoscalerV2(this, "autoscaler", {
      metadata: { name: this.name, namespace, labels: labels(names, app) },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: app },
        minReplicas: replicas.min,
        maxReplicas: replicas.max,
        metric: [
          resource("cpu", targets.cpuPercent),
          resource("memory", targets.memoryPercent),
          ...Object.values(targets.custom ?? {}).map(({ metric, target }) => pods(metric, target)),
        ],
        behavior: {
          scaleDown: [
            {
              stabilizationWindowSeconds: 300,
              selectPolicy: "Min",
              policy: [
                { type: "Percent", value: 10, periodSeconds: 60 },
                { type: "Pods", value: 2, periodSeconds: 60 },
              ],
            },
          ],
          scaleUp: [
            {
              stabilizationWindowSeconds: 60,
              selectPolicy: "Max",
              policy: [
                { type: "Percent", value: 50, periodSeconds: 60 },
                { type: "Pods", value: 5, periodSeconds: 60 },
              ],
            },
          ],
        },
      },
      dependsOn: props.dependsOn,
    });
  }
}

function resource(name: string, percent: number): HorizontalPodAutoscalerV2SpecMetric {
  return { type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization: percent } } };
}

/** Target for the average over the pods. */
function pods(name: string, target: number): HorizontalPodAutoscalerV2SpecMetric {
  return { type: "Pods", pods: { metric: { name }, target: { type: "AverageValue", averageValue: quantity(target) } } };
}
