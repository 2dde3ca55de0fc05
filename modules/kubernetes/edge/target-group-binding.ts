import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { LocalChart } from "../charts/local-chart";
import { labels } from "../labels";

export interface TargetGroupBindingProps {
  readonly names: Names;
  /** Name of the application that gets the requests. */
  readonly name: string;
  /** Target group of type `ip` in the cluster's VPC. Its stack must allow the load balancer to reach the pods. */
  readonly targetGroupArn: string;
  /** The Service whose pods are registered: `GatewayIngress.service`, or the application's own. */
  readonly service: { readonly name: string; readonly namespace: string };
  readonly servicePort: number;
  /** The releases of the AWS Load Balancer Controller and of the Service. @default - the cluster has them already */
  readonly dependsOn?: ITerraformDependable[];
}

/** Registers the pods of a Service with a target group of another stack, and keeps the registration up to date. */
export class TargetGroupBinding extends Construct {
  constructor(scope: Construct, id: string, props: TargetGroupBindingProps) {
    super(scope, id);
    const { names, name, service } = props;
    new LocalChart(this, "binding", {
      chart: "target-group-binding",
      release: names.of("helm_release", "targets"),
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
