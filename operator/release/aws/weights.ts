import {
  type Action,
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
  type Rule,
} from "@aws-sdk/client-elastic-load-balancing-v2";

/** The share that a target group really has in the rules of a listener, 0 to 100: the largest, where rules differ. */
export async function ruleWeight(
  client: ElasticLoadBalancingV2Client,
  rules: readonly string[],
  targetGroup: string,
): Promise<number> {
  const found = await describe(client, rules);
  return Math.max(0, ...found.map((rule) => shareIn(rule, targetGroup)));
}

/** Gives a target group this share in all rules, and the rest to the other one. */
export async function setRuleWeight(
  client: ElasticLoadBalancingV2Client,
  rules: readonly string[],
  targetGroup: string,
  percent: number,
): Promise<void> {
  for (const rule of await describe(client, rules)) {
    await client.send(new ModifyRuleCommand({ RuleArn: rule.RuleArn, Actions: weighted(rule, targetGroup, percent) }));
  }
}

/** The command that does so by hand. */
export function weightCommand(
  rule: string,
  sides: readonly (readonly [arn: string, weight: number])[],
  region: string,
): string {
  const groups = sides.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight }));
  const actions = JSON.stringify([{ Type: "forward", ForwardConfig: { TargetGroups: groups } }]);
  return `aws elbv2 modify-rule --region ${region} --rule-arn ${rule} --actions '${actions}'`;
}

async function describe(client: ElasticLoadBalancingV2Client, rules: readonly string[]): Promise<Rule[]> {
  const { Rules = [] } = await client.send(new DescribeRulesCommand({ RuleArns: [...rules] }));
  return Rules;
}

function shareIn({ Actions = [] }: Rule, targetGroup: string): number {
  const groups = Actions.flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? []);
  const total = groups.reduce((sum, { Weight = 1 }) => sum + Weight, 0);
  const own = groups.find(({ TargetGroupArn }) => TargetGroupArn === targetGroup)?.Weight ?? 0;
  return total === 0 ? 0 : Math.round((100 * own) / total);
}

function weighted({ Actions = [] }: Rule, targetGroup: string, percent: number): Action[] {
  return Actions.map((action) => {
    const { ForwardConfig } = action;
    if (!ForwardConfig?.TargetGroups) return action;
    const TargetGroups = ForwardConfig.TargetGroups.map((of) => ({
      ...of,
      Weight: of.TargetGroupArn === targetGroup ? percent : 100 - percent,
    }));
    // AWS takes one of both forms: the list, not the single target group.
    return { Type: action.Type, Order: action.Order, ForwardConfig: { ...ForwardConfig, TargetGroups } };
  });
}
