import { LbListenerRule, type LbListenerRuleAction } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { type ITerraformDependable, Op, Token } from "cdktf";
import { Construct } from "constructs";
import type { HealthProbes } from "../../container";
import type { Names } from "../../names";
import { pathPatterns } from "../../routes";
import { ServiceTargetGroup } from "./service-target-group";

interface Balanced {
  readonly loadBalancer: { readonly listenerArn: string; readonly securityGroupId: string; readonly arnSuffix: string };
}

/** The load balancer whose requests, of any path, come to the service. */
export interface ServiceRoute extends Balanced {
  /** Among the listener's rules the lowest number wins, 1 to 50000 (AWS limits); each once. */
  readonly priority: number;
}

/** The load balancer of which some requests come to the service. */
export interface PathRoute extends Balanced {
  /** The priority of the rule of each path, such as `/api/*`, which takes `/api` too. */
  readonly priorities: Readonly<Record<string, number>>;
  /** Hosts of these requests, at most three (AWS limits). @default - any */
  readonly hosts?: readonly string[];
}

export interface ServiceRoutingProps {
  readonly names: Names;
  readonly vpcId: string;
  readonly route: ServiceRoute | PathRoute;
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
  /** ECS refuses a target group that no listener uses: the service waits for the rules. */
  readonly rules: readonly ITerraformDependable[];
  /** Seconds in which failed checks of a new replica do not count: as long as its startup probe allows. */
  readonly healthGraceSeconds: number;
}

/** The target groups of a service, and the listener rules that divide the requests between them. */
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
    const rules = rulesOf(route).map(
      ({ id, ...rule }) =>
        new LbListenerRule(this, id, {
          listenerArn: route.loadBalancer.listenerArn,
          ...rule,
          action: [forward(blue, green, props.greenPercent ?? 0)],
        }),
    );

    this.blue = { targetGroup: blue, rules, healthGraceSeconds };
    this.green = green && { targetGroup: green, rules, healthGraceSeconds };
  }
}

/** A rule for each path: together they may hold more than the five values that AWS takes in one. */
function rulesOf(route: ServiceRoute | PathRoute) {
  if ("priority" in route) return [{ id: "rule", priority: route.priority, condition: everyPath }];
  const { priorities, hosts } = route;
  const ofHosts = hosts && hosts.length > 0 ? [{ hostHeader: { values: [...hosts] } }] : [];
  return Object.entries(priorities).map(([path, priority]) => ({
    id: `rule-${path.replaceAll("/", ":")}`,
    priority,
    condition: [...ofHosts, { pathPattern: { values: pathPatterns(path) } }],
  }));
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
