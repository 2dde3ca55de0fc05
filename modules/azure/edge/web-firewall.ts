import { WebApplicationFirewallPolicy } from "@cdktf/provider-azurerm/lib/web-application-firewall-policy";
import type { Construct } from "constructs";
import { type Placement, placed } from "../placement";

export interface WebFirewallProps extends Placement {
  /** Requests that one client address may send in five minutes. */
  readonly rateLimit: number;
  /** Whether requests that it would block are only logged. @default false */
  readonly countOnly?: boolean;
  /**
   * Largest body of a request in KiB, 8 to 2000 (Azure limits); multipart files count apart, to 100 MB. @default - no limit of the firewall:
   * the gateway takes up to 4 GB ("Application Gateway limits")
   */
  readonly maxBodyKib?: number;
}

/**
 * A web firewall that blocks requests by Microsoft's rules for attacks and bots, and clients above the rate limit. It looks at the first 128 KiB
 * of a body.
 */
export function webFirewall(scope: Construct, id: string, props: WebFirewallProps): WebApplicationFirewallPolicy {
  return new WebApplicationFirewallPolicy(scope, id, {
    ...placed(props),
    name: props.names.of("azure_resource"),
    policySettings: {
      enabled: true,
      mode: props.countOnly ? "Detection" : "Prevention",
      requestBodyCheck: true,
      // By itself the firewall would refuse bodies above 128 KiB.
      requestBodyEnforcement: props.maxBodyKib !== undefined,
      maxRequestBodySizeInKb: props.maxBodyKib,
      fileUploadEnforcement: props.maxBodyKib !== undefined,
    },
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
