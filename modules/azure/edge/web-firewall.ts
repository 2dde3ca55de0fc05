import { WebApplicationFirewallPolicy } from "@cdktf/provider-azurerm/lib/web-application-firewall-policy";
import type { Construct } from "constructs";
import { type Placement, placed } from "../placement";

export interface WebFirewallProps extends Placement {
  /** Requests that one client address may send in five minutes. */
  readonly rateLimit: number;
}

/** A web firewall that blocks requests by Microsoft's rules for attacks and bots, and clients above the rate limit. */
export function webFirewall(scope: Construct, id: string, props: WebFirewallProps): WebApplicationFirewallPolicy {
  return new WebApplicationFirewallPolicy(scope, id, {
    ...placed(props),
    name: props.names.of("azure_resource"),
    policySettings: { enabled: true, mode: "Prevention", requestBodyCheck: true },
    customRules: [
      {
        name: "RateLimit",
        priority: 1,
        ruleType: "RateLimitRule",
        action: "Block",
        rateLimitDuration: "FiveMins",
        rateLimitThreshold: props.rateLimit,
        groupRateLimitBy: "ClientAddr",
        matchConditions: [{ matchVariables: [{ variableName: "RequestUri" }], operator: "Any" }],
      },
    ],
    managedRules: {
      managedRuleSet: [
        { type: "Microsoft_DefaultRuleSet", version: "2.1" },
        { type: "Microsoft_BotManagerRuleSet", version: "1.1" },
      ],
    },
  });
}
