import { LbListenerRule, type LbListenerRuleAction } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { Fn, type ITerraformDependable, Op, Token } from "cdktf";
import { Construct } from "constructs";
import type { HealthProbes } from "../../container";
import type { Names } from "../../names";
import { pathPatterns } from "../../routes";
import { ServiceTargetGroup } from "./service-target-group";
import { type BlueGreenProps, type Color, colors, probeHeader, probeTag, weightOf } from "./sides";

interface Balanced {
  readonly loadBalancer: { readonly listenerArn: string; readonly securityGroupId: string; readonly arnSuffix: string };
}

/** The load balancer whose requests, of any path, come to the service. */
export interface ServiceRoute extends Balanced {
  /** Among the listener's rules the lowest number wins, 1 to 50000 (AWS limits); each once. */
  readonly priority: number;
  /** The priority of its probe rule, a lower number than `priority`. @default - the side that is not live cannot be probed */
  readonly probePriority?: number;
}

/** The load balancer of which some requests come to the service. */
export interface PathRoute extends Balanced {
  /** The priority of the rule of each path, such as `/api/*`, which takes `/api` too. */
  readonly priorities: Readonly<Record<string, number>>;
  /** The priorities of the probe rules, lower numbers than those of all services. @default - as in {@link ServiceRoute} */
  readonly probePriorities?: Readonly<Record<string, number>>;
  /** Hosts of these requests: AWS allows five values in a rule, so at most three, and two with a probe rule. @default - any */
  readonly hosts?: readonly string[];
}

export interface ServiceRoutingProps {
  readonly names: Names;
  readonly vpcId: string;
  readonly route: ServiceRoute | PathRoute;
  readonly health: HealthProbes;
  /** The last part of each target group's name: the blue one's, and with blue/green the green one's. */
  readonly parts: Readonly<Record<Color, string>>;
  /** How the requests are divided. @default - all go to blue, the only service */
  readonly blueGreen?: BlueGreenProps;
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

/**
 * The target groups of a service, and the listener rules that divide the requests between them. While a release probes, rules with the same
 * conditions and its header lead to the side that is not live.
 */
export class ServiceRouting extends Construct {
  readonly blue: ServiceIngress;
  /** Undefined without blue/green. */
  readonly green?: ServiceIngress;
  /** The rules that divide the requests, by ARN. */
  readonly ruleArns: string[];

  constructor(scope: Construct, id: string, props: ServiceRoutingProps) {
    super(scope, id);
    const { names, vpcId, route, health, parts, blueGreen } = props;
    const { listenerArn } = route.loadBalancer;

    const healthGraceSeconds = health.startup.intervalSeconds * health.startup.failures;
    const makeTargetGroup = (color: Color) =>
      new ServiceTargetGroup(this, color, {
        names,
        part: parts[color],
        vpcId,
        ready: health.ready,
        loadBalancer: route.loadBalancer.arnSuffix,
        healthGraceSeconds,
      });
    const groups = { blue: makeTargetGroup("blue"), green: blueGreen && makeTargetGroup("green") };
    const { blue, green } = groups;
    const described = rulesOf(route);
    const action: LbListenerRuleAction =
      green && blueGreen ? divided({ blue, green }, blueGreen) : { type: "forward", targetGroupArn: blue.arn };
    const rules = described.map(({ id, priority, condition }) => {
      const rule = new LbListenerRule(this, id, { listenerArn, priority, condition, action: [action] });
      if (blueGreen) rule.addOverride("lifecycle.precondition", [neverToNothing(blueGreen)]);
      return rule;
    });
    if (green && blueGreen) {
      const { live, probe } = blueGreen;
      const header = { httpHeader: { httpHeaderName: probeHeader, values: [probe] } };
      for (const { id, probePriority: priority, condition } of described) {
        if (priority === undefined) continue;
        new LbListenerRule(this, `probe-${id}`, {
          tags: { [probeTag.key]: probeTag.value },
          count: Token.asNumber(Fn.conditional(Op.gte(Fn.lengthOf(probe), 1), 1, 0)),
          listenerArn,
          priority,
          // The same hosts and paths: nothing opens that is closed to other requests.
          condition: [...condition, header],
          action: [
            {
              type: "forward",
              targetGroupArn: Token.asString(Fn.conditional(Op.eq(live, "blue"), green.arn, blue.arn)),
            },
          ],
        });
      }
    }

    this.ruleArns = rules.map(({ arn }) => arn);
    this.blue = { targetGroup: blue, rules, healthGraceSeconds };
    this.green = green && { targetGroup: green, rules, healthGraceSeconds };
  }
}

/** A rule for each path: together they may hold more than the five values that AWS takes in one. */
function rulesOf(route: ServiceRoute | PathRoute) {
  if ("priority" in route) {
    const { priority, probePriority } = route;
    return [{ id: "rule", priority, probePriority, condition: everyPath }];
  }
  const { priorities, probePriorities, hosts } = route;
  const ofHosts = hosts && hosts.length > 0 ? [{ hostHeader: { values: [...hosts] } }] : [];
  return Object.entries(priorities).map(([path, priority]) => ({
    id: `rule-${path.replaceAll("/", ":")}`,
    priority,
    probePriority: probePriorities?.[path],
    condition: [...ofHosts, { pathPattern: { values: pathPatterns(path) } }],
  }));
}

/** Without a stickiness block each request is routed by the weights alone, so a share of 0 takes effect at once. */
function divided(groups: Readonly<Record<Color, ServiceTargetGroup>>, props: BlueGreenProps): LbListenerRuleAction {
  return {
    type: "forward",
    forward: { targetGroup: colors.map((color) => ({ arn: groups[color].arn, weight: weightOf(color, props) })) },
  };
}

/** A side without replicas answers every request with 503. */
function neverToNothing({ nextPercent, nextMinimum }: BlueGreenProps) {
  return {
    condition: Token.asString(Op.or(Op.lt(nextPercent, 1), Op.gte(nextMinimum, 1))),
    error_message:
      "A side without replicas would get requests. Expected next_minimum above 0 where next_percent is. Use `npm run release`.",
  };
}
