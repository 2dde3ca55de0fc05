import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import type { Replicas, ScalingTargets } from "../../container";
import type { Names } from "../../names";
import { applicationDimension } from "../../tracing";
import { backlogPerReplica, type Tracking } from "./queue-backlog";
import type { QueueConnection } from "./service-connections";
import type { Side } from "./sides";
import type { PublishedMetrics } from "./trace-collector";

/** A change of the number of replicas at set times. */
export interface ScheduledScaling {
  /** `cron(…)`, `rate(…)` or `at(…)`. */
  readonly schedule: string;
  readonly min: number;
  readonly max: number;
  /** A name of the IANA time zone database, such as `Etc/UTC`. */
  readonly timezone: string;
}

/** How a service scales. */
export interface ScalingProps {
  /** How few and how many replicas autoscaling may run (document 002: 2 to 10). */
  readonly replicas: Replicas;
  readonly targets: ScalingTargets;
  /**
   * By name. With any, the schedules own min and max once the service exists; with blue/green but for the idle side, and for both while a
   * release holds their replicas, until the next of them runs. @default - none
   */
  readonly scheduledScaling?: Readonly<Record<string, ScheduledScaling>>;
}

export interface ServiceAutoscalingProps extends ScalingProps {
  readonly names: Names;
  readonly side: Side;
  /** The last part of the policies' names. */
  readonly part: string;
  readonly clusterName: string;
  readonly serviceName: string;
  /** `requestLabel` of the target group. @default - requests do not scale */
  readonly requestLabel?: string;
  /** Where the application's collector publishes its metrics. @default - it has none: custom metrics have no dimensions */
  readonly published?: PublishedMetrics;
  /** The queue whose backlog per replica is held at `messagesPerReplica`. @default - none */
  readonly queue?: QueueConnection;
}

/** Messages that may wait for each replica of a worker. */
const messagesPerReplica = 10;

/** Holds CPU, memory, requests and the application's own metrics at their targets between min and max replicas. */
export class ServiceAutoscaling extends Construct {
  /** ARN of the scalable target. */
  readonly targetArn: string;

  constructor(scope: Construct, id: string, props: ServiceAutoscalingProps) {
    super(scope, id);
    const { names, part, side, targets, clusterName, serviceName, scheduledScaling = {} } = props;

    const scheduled = Object.keys(scheduledScaling).length > 0;
    const limits = side.within({ min: side.minimum, max: props.replicas.max });
    const target = new AppautoscalingTarget(this, "target", {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: `service/${clusterName}/${serviceName}`,
      minCapacity: limits.min,
      maxCapacity: limits.max,
      // A scheduled action writes these two; the next plan would write them back.
      lifecycle: scheduled ? { ignoreChanges: ["min_capacity", "max_capacity"] } : undefined,
    });
    const { serviceNamespace, scalableDimension, resourceId } = target;
    this.targetArn = target.arn;

    const track = (key: string, targetValue: number, metric: Tracking) => {
      new AppautoscalingPolicy(this, `hold-${key}`, {
        name: names.of("autoscaling_policy", `${part}-${key}`),
        policyType: "TargetTrackingScaling",
        serviceNamespace,
        scalableDimension,
        resourceId,
        // Out quickly, in slowly: a replica too many costs less than one too few.
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          scaleOutCooldown: 60,
          scaleInCooldown: 300,
          ...metric,
        },
      });
    };
    const predefined = (predefinedMetricType: string, resourceLabel?: string): Tracking => ({
      predefinedMetricSpecification: { predefinedMetricType, resourceLabel },
    });
    track("cpu", targets.cpuPercent, predefined("ECSServiceAverageCPUUtilization"));
    track("memory", targets.memoryPercent, predefined("ECSServiceAverageMemoryUtilization"));
    if (targets.requestsPerReplica && props.requestLabel) {
      track("requests", targets.requestsPerReplica, predefined("ALBRequestCountPerTarget", props.requestLabel));
    }
    if (props.queue) {
      track("backlog", messagesPerReplica, backlogPerReplica(props.queue.queueName, clusterName, serviceName));
    }
    for (const [key, { namespace, metric, target: value }] of Object.entries(targets.custom ?? {})) {
      // What comes through the collector has a dimension; in another namespace the application publishes without it.
      const { published } = props;
      const dimensions =
        published?.namespace === namespace ? [{ name: applicationDimension, value: published.application }] : undefined;
      track(`custom-${key}`, value, {
        customizedMetricSpecification: { namespace, metricName: metric, dimensions, statistic: "Average" },
      });
    }

    const act = (id: string, name: string, schedule: string, { min, max }: Replicas, timezone?: string) =>
      new AppautoscalingScheduledAction(this, id, {
        name: names.of("autoscaling_policy", name),
        serviceNamespace,
        scalableDimension,
        resourceId,
        schedule,
        timezone,
        scalableTargetAction: { minCapacity: capacityText(min), maxCapacity: capacityText(max) },
      });
    for (const [key, { schedule, timezone, ...between }] of Object.entries(scheduledScaling)) {
      act(`schedule-${key}`, `${part}-${key}`, schedule, side.within(between), timezone);
    }
    // Where schedules own the limits of the target, another schedule is what stops the idle side and holds both during a release.
    // A minute is the shortest rate.
    if (scheduled && side.held) {
      act("held", `held-${part}`, "rate(1 minute)", limits).count = Token.asNumber(Fn.conditional(side.held, 1, 0));
    }
  }
}

/** A number as these actions take it, or an expression of one. */
function capacityText(replicas: number): string {
  return Token.isUnresolved(replicas) ? Token.asString(replicas) : String(replicas);
}
