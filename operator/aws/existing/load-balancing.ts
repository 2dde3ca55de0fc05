import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ClientOptions } from "../client";
import { existing, type Finder, finder } from "./finder";

/** Load balancers and their parts, each of which has an ARN with digits that the service makes. */
export const loadBalancing: Readonly<Record<string, Finder>> = {
  aws_lb: finder(["name"], async ({ name }, options) => {
    const { DescribeLoadBalancersCommand, client } = await load(options);
    const { LoadBalancers } = await client.send(new DescribeLoadBalancersCommand({ Names: [name] }));
    return tagged(client, LoadBalancers?.[0]?.LoadBalancerArn);
  }),

  aws_lb_target_group: finder(["name"], async ({ name }, options) => {
    const { DescribeTargetGroupsCommand, client } = await load(options);
    const { TargetGroups } = await client.send(new DescribeTargetGroupsCommand({ Names: [name] }));
    return tagged(client, TargetGroups?.[0]?.TargetGroupArn);
  }),

  aws_lb_listener: finder(["load_balancer_arn", "port"], async ({ load_balancer_arn, port }, options) => {
    const { DescribeListenersCommand, client } = await load(options);
    const { Listeners } = await client.send(new DescribeListenersCommand({ LoadBalancerArn: load_balancer_arn }));
    return tagged(client, Listeners?.find(({ Port }) => String(Port) === port)?.ListenerArn);
  }),

  aws_lb_listener_rule: finder(["listener_arn", "priority"], async ({ listener_arn, priority }, options) => {
    const { DescribeRulesCommand, client } = await load(options);
    const { Rules } = await client.send(new DescribeRulesCommand({ ListenerArn: listener_arn }));
    return tagged(client, Rules?.find(({ Priority }) => Priority === priority)?.RuleArn);
  }),
};

async function tagged(client: ElasticLoadBalancingV2Client, arn: string | undefined) {
  if (!arn) return undefined;
  const { DescribeTagsCommand } = await import("@aws-sdk/client-elastic-load-balancing-v2");
  const { TagDescriptions } = await client.send(new DescribeTagsCommand({ ResourceArns: [arn] }));
  return existing(arn, TagDescriptions?.[0]?.Tags ?? []);
}

async function load(options: ClientOptions) {
  const sdk = await import("@aws-sdk/client-elastic-load-balancing-v2");
  return { ...sdk, client: new sdk.ElasticLoadBalancingV2Client(options) };
}
