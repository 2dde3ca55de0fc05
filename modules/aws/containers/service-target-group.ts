import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import type { Probe } from "../../container";
import type { Names } from "../../names";

export interface ReplicaTargetsProps {
  readonly names: Names;
  /** The last part of its name. */
  readonly part: string;
  readonly vpcId: string;
  readonly ready: Probe;
}

export interface ServiceTargetGroupProps extends ReplicaTargetsProps {
  /** `arnSuffix` of the load balancer. */
  readonly loadBalancer: string;
  /** Seconds a new replica may take to pass its checks. Within that time an unhealthy one does not roll a deployment back. */
  readonly healthGraceSeconds: number;
}

/** Where a load balancer finds the replicas of one service, with the two alarms that roll a bad deployment back. */
export class ServiceTargetGroup extends Construct {
  readonly arn: string;
  readonly arnSuffix: string;
  /** How autoscaling names the requests per replica of this target group. */
  readonly requestLabel: string;
  readonly alarmNames: string[];

  constructor(scope: Construct, id: string, props: ServiceTargetGroupProps) {
    super(scope, id);
    const { names, part, ready } = props;
    const targetGroup = replicaTargets(this, "targets", props);

    const dimensions = { LoadBalancer: props.loadBalancer, TargetGroup: targetGroup.arnSuffix };
    const metric = (metricName: string) => ({
      namespace: "AWS/ApplicationELB",
      metricName,
      dimensions,
      period: 60,
      stat: "Sum",
    });
    const alarm = (kind: string, text: string) => ({
      alarmName: names.of("alarm", `${part}-${kind}`),
      alarmDescription: `${text} A running deployment is rolled back; read the application's log.${names.runbook(`${part}-${kind}`)}`,
    });
    const errors = new CloudwatchMetricAlarm(this, "errors", {
      ...alarm("rollback-errors", "More than 5 % of the requests fail with 5xx."),
      comparisonOperator: "GreaterThanThreshold",
      threshold: 5,
      evaluationPeriods: 2,
      treatMissingData: "notBreaching",
      metricQuery: [
        {
          id: "percent",
          // A handful of requests is no measure.
          expression: "IF(requests >= 20, 100 * FILL(errors, 0) / requests, 0)",
          label: "5xx responses, percent",
          returnData: true,
        },
        { id: "errors", metric: metric("HTTPCode_Target_5XX_Count") },
        { id: "requests", metric: metric("RequestCount") },
      ],
    });
    const unhealthy = new CloudwatchMetricAlarm(this, "unhealthy", {
      ...alarm("rollback-unhealthy", `A replica fails ${ready.path} for longer than it may take to start.`),
      namespace: "AWS/ApplicationELB",
      metricName: "UnHealthyHostCount",
      dimensions,
      statistic: "Maximum",
      period: 60,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      evaluationPeriods: Math.ceil(props.healthGraceSeconds / 60) + 2,
      treatMissingData: "notBreaching",
    });

    this.arn = targetGroup.arn;
    this.arnSuffix = targetGroup.arnSuffix;
    this.requestLabel = `${props.loadBalancer}/${targetGroup.arnSuffix}`;
    this.alarmNames = [errors.alarmName, unhealthy.alarmName];
  }
}

/** Where a load balancer finds replicas by their own addresses. */
export function replicaTargets(scope: Construct, id: string, props: ReplicaTargetsProps): LbTargetGroup {
  const { ready } = props;
  return new LbTargetGroup(scope, id, {
    name: props.names.of("target_group", props.part),
    vpcId: props.vpcId,
    targetType: "ip",
    protocol: "HTTP",
    // Only a default: every replica is registered with its container's port. A constant, because a changed port would
    // replace the target group, which cannot be while a rule forwards to it and its name is taken.
    port: 80,
    // Seconds in which a replica that is taken out may finish its requests.
    deregistrationDelay: "30",
    healthCheck: {
      path: ready.path,
      port: "traffic-port",
      protocol: "HTTP",
      matcher: "200-299",
      interval: ready.intervalSeconds,
      timeout: ready.timeoutSeconds,
      healthyThreshold: 2,
      unhealthyThreshold: ready.failures,
    },
  });
}
