import {
  DeleteRuleCommand,
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
  type Rule,
} from "@aws-sdk/client-elastic-load-balancing-v2";

/**
 * Deletes the rules for probes from the listeners of these rules. An apply that was cut off may have made one that no state knows: it keeps its
 * priority, and the next release could not make its own.
 *
 * @param rules of the services that are released, by ARN
 * @param header the one that leads probes to the new side
 * @returns the ARNs of those that were there
 */
export async function deleteProbeRules(
  client: ElasticLoadBalancingV2Client,
  rules: readonly string[],
  header: string,
): Promise<readonly string[]> {
  const deleted: string[] = [];
  for (const listener of new Set(rules.map(listenerOf))) {
    for (const { RuleArn, Conditions = [] } of await rulesOf(client, listener)) {
      const names = Conditions.map(({ HttpHeaderConfig }) => HttpHeaderConfig?.HttpHeaderName?.toLowerCase());
      if (!RuleArn || !names.includes(header.toLowerCase())) continue;
      await client.send(new DeleteRuleCommand({ RuleArn }));
      deleted.push(RuleArn);
    }
  }
  return deleted;
}

async function rulesOf(client: ElasticLoadBalancingV2Client, ListenerArn: string): Promise<Rule[]> {
  const found: Rule[] = [];
  for (let Marker: string | undefined; ; ) {
    const page = await client.send(new DescribeRulesCommand({ ListenerArn, Marker }));
    found.push(...(page.Rules ?? []));
    Marker = page.NextMarker;
    if (!Marker) return found;
  }
}

/** `arn:…:listener-rule/app/<name>/<id>/<listener>/<rule>` names its listener. */
const listenerOf = (rule: string): string =>
  rule.replace(":listener-rule/", ":listener/").split("/").slice(0, -1).join("/");
