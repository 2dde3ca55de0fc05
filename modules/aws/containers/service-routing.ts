import { LbListenerRule, type LbListenerRuleAction } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { type ITerraformDependable, Op, Token } from "cdktf";
import { Construct } from "constructs";
import type { HealthProbes } from "../../container";
import type { Names } from "../../names";
import { ServiceTargetGroup } from "./service-target-group";

/** The load balancer whose requests, of any path, come to the service. */
export interface ServiceRoute {
  readonly loadBalancer: { readonly listenerArn: string; readonly securityGroupId: string; readonly arnSuffix: string };
  /** Among the listener's rules the lowest number wins, 1 to 50000 (AWS limits); each once. */
  readonly priority: number;
}

export interface ServiceRoutingProps {
  readonly names: Names;
  readonly vpcId: string;
  readonly route: ServiceRoute;
  readonly health: HealthProbes;
  /** The last part of each target group's name: the blue one's, and with blue/green the green one's. */
  readonly parts: { readonly blue: string; readonly green?: string };
  /** Share of the requests for green; a token, so that it can change without a file. @default 0 */
  readonly greenPercent?: number;
}

/** The condition of a listener rule that takes every request. */
export const everyPath = [{ pathPattern: { values: ["/*"] } }];

/** How requests reach one of the services. */
export interface ServiceIngress {
  readonly targetGroup: ServiceTargetGroup;
  /** ECS refuses a target group that no listener uses: the service waits for the rule. */
  readonly rule: ITerraformDependable;
  /** Seconds in which failed checks of a new replica do not count: as long as its startup probe allows. */
  readonly healthGraceSeconds: number;
}

/** The target groups of a service, and the listener rule that divides the requests between them. */
export class ServiceRouting extends Construct {
  readonly blue: ServiceIngress;
  /** Undefined without a green part. */
  readonly green?: ServiceIngress;

  constructor(scope: Construct, id: string, props: ServiceRoutingProps) {
    super(scope, id);
    const { names, vpcId, route, health, parts } = props;

    const healthGraceSeconds = health.startup.intervalSeconds * health.startup.failures;
    const makeTargetGroup = (color: string, part: string) =>
      new ServiceTargetGroup(this, color, {
        names,
        part,
        vpcId,
        ready: health.ready,
        loadBalancer: route.loadBalancer.arnSuffix,
        healthGraceSeconds,
      });
    const blue = makeTargetGroup("blue", parts.blue);
    const green = parts.green ? makeTargetGroup("green", parts.green) : undefined;
    const rule = new LbListenerRule(this, "rule", {
      listenerArn: route.loadBalancer.listenerArn,
      priority: route.priority,
      condition: everyPath,
      action: [forward(blue, green, props.greenPercent ?? 0)],
    });

    this.blue = { targetGroup: blue, rule, healthGraceSeconds };
    this.green = green && { targetGroup: green, rule, healthGraceSeconds };
  }
}

/** Without a stickiness block each request is routed by the weights alone, so a share of 0 takes effect at once. */
function forward(
  blue: ServiceTargetGroup,
  green: ServiceTargetGroup | undefined,
  greenPercent: number,
): LbListenerRuleAction {
  if (!green) return { type: "forward", targetGroupArn: blue.arn };
  return {
    type: "forward",
    forward: {
      targetGroup: [
        // Terraform subtracts: the share is known only when it plans.
        { arn: blue.arn, weight: Token.asNumber(Op.sub(100, greenPercent)) },
        { arn: green.arn, weight: greenPercent },
      ],
    },
  };
}
