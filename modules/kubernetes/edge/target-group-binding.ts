import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { LocalChart } from "../charts/local-chart";
import { labels } from "../labels";

export interface TargetGroupBindingProps {
  readonly names: Names;
  /** The application that the requests are for. */
  readonly name: string;
  /** Target group of type `ip` in the cluster's VPC; whoever made it also lets its load balancer reach the pods. */
  readonly targetGroupArn: string;
  /** Whose pods are registered: Envoy's (`GatewayIngress.service`), or the application's own. */
  readonly service: { readonly name: string; readonly namespace: string };
  readonly servicePort: number;
  /** The releases of the AWS Load Balancer Controller and of the Service. @default - they are there */
  readonly dependsOn?: ITerraformDependable[];
}

/** Keeps the pods of a Service registered with the target group of a load balancer that another stack made. */
export class TargetGroupBinding extends Construct {
  constructor(scope: Construct, id: string, props: TargetGroupBindingProps) {
    super(scope, id);
    const { names, name, service } = props;
    new LocalChart(this, "binding", {
      chart: "target-group-binding",
      release: `${names.prefix}-targets`,
      namespace: service.namespace,
      values: {
        name,
        labels: labels(names, name),
        targetGroupArn: props.targetGroupArn,
        service: { name: service.name, port: props.servicePort },
      },
      dependsOn: props.dependsOn,
    });
  }
}
