import {
  ComputeSecurityPolicy,
  type ComputeSecurityPolicyRule,
} from "@cdktf/provider-google/lib/compute-security-policy";
import { Construct } from "constructs";
import type { Names } from "../../names";

export interface WebFirewallRules {
  /** Requests that one address may send in five minutes. @default 2000 (document 003) */
  readonly requestsPerIp?: number;
  /** Rules only log what they would stop: to see what they do before they do it. @default false */
  readonly countOnly?: boolean;
}

export interface WebFirewallProps extends WebFirewallRules {
  readonly names: Names;
  /** The last part of its name. */
  readonly name: string;
}

/** Google's rule sets in the order in which they judge. */
const attacks = {
  sqli: "SQL injection",
  xss: "Cross-site scripting",
  lfi: "Local files",
  rce: "Remote code",
};

/** Cloud Armor: stops known attacks and floods, and lets everything else pass. */
export class WebFirewall extends Construct {
  /** For a backend service. */
  readonly policyId: string;
  /** By which Cloud Monitoring names it. */
  readonly policyName: string;

  constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    const { names, countOnly: preview = false } = props;
    const anyone = { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } };
    // The first rule that matches ends the judgement, and the limit matches everything: it comes after the attacks.
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
          rateLimitThreshold: { count: props.requestsPerIp ?? 2000, intervalSec: 300 },
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
