import {
  ComputeSecurityPolicy,
  type ComputeSecurityPolicyRule,
} from "@cdktf/provider-google/lib/compute-security-policy";
import { Construct } from "constructs";
import type { Names } from "../../names";

/** What Cloud Armor blocks. */
export interface WebFirewallRules {
  /** Requests that one IP address may send in five minutes; further ones get status 429. */
  readonly requestsPerIp: number;
  /** Rules only log what they would block, which shows their effect before they are enforced. */
  readonly countOnly: boolean;
}

export interface WebFirewallProps extends WebFirewallRules {
  readonly names: Names;
  /** The last part of its name. */
  readonly name: string;
}

/** Google's rule sets, in the order of their priorities. */
const attacks = {
  sqli: "SQL injection",
  xss: "Cross-site scripting",
  lfi: "Local files",
  rce: "Remote code",
};

/** A Cloud Armor policy: blocks known attacks and too many requests from one address, and allows everything else. */
export class WebFirewall extends Construct {
  /** In the form that a backend service takes. */
  readonly policyId: string;
  /** Label `policy_name` of its metrics in Cloud Monitoring. */
  readonly policyName: string;

  constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    const { names, countOnly: preview } = props;
    const anyone = { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } };
    // Only the first matching rule applies. The rate limit matches every request, so it comes after the attacks.
    const rules: ComputeSecurityPolicyRule[] = [
      ...Object.entries(attacks).map(([set, description], index) => ({
        priority: 1000 + index,
        description,
        action: "deny(403)",
        preview,
        match: { expr: { expression: `evaluatePreconfiguredWaf('${set}-v33-stable', {'sensitivity': 1})` } },
      })),
      {
        priority: 1100,
        description: "Log4j (CVE-2021-44228)",
        action: "deny(403)",
        preview,
        match: { expr: { expression: "evaluatePreconfiguredExpr('cve-canary')" } },
      },
      {
        priority: 2000,
        description: "Floods from one address",
        action: "throttle",
        preview,
        match: anyone,
        rateLimitOptions: {
          conformAction: "allow",
          exceedAction: "deny(429)",
          enforceOnKey: "IP",
          rateLimitThreshold: { count: props.requestsPerIp, intervalSec: 300 },
        },
      },
      { priority: 2_147_483_647, description: "Everything else passes", action: "allow", match: anyone },
    ];
    const policy = new ComputeSecurityPolicy(this, "policy", {
      name: names.of("gcp_resource", props.name),
      description: `What may reach ${names.prefix}`,
      type: "CLOUD_ARMOR",
      advancedOptionsConfig: { jsonParsing: "STANDARD", logLevel: "NORMAL" },
      rule: rules,
    });
    this.policyId = policy.id;
    this.policyName = policy.name;
  }
}
