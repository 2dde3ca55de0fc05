import { Wafv2IpSet } from "@cdktf/provider-aws/lib/wafv2-ip-set";
import type { Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { Names } from "../../names";

/** As of `WebFirewallProps`. */
export interface FirewallRulesProps {
  readonly names: Names;
  readonly name: string;
  readonly scope: "regional" | "cloudfront";
  readonly requestsPerIp: number;
  readonly allowCidrs: readonly string[];
  readonly blockCidrs: readonly string[];
  readonly countOnly: boolean;
  readonly countBodies: boolean;
  readonly provider?: TerraformProvider;
}

/**
 * AWS's managed rule groups: `priority` (a lower number is evaluated first; document 003 gives the first one), and those of their
 * rules that match the body of a request (AWS WAF developer guide, "Baseline rule groups" and "Use-case specific rule groups").
 * WAF ignores a name that a version of the group does not have.
 */
const managedRules = {
  CommonRuleSet: {
    priority: 2,
    onBodies: [
      "SizeRestrictions_BODY", // More than 8,192 bytes.
      "EC2MetaDataSSRF_BODY",
      "GenericLFI_BODY",
      "GenericRFI_BODY",
      "CrossSiteScripting_BODY",
    ],
  },
  KnownBadInputsRuleSet: { priority: 3, onBodies: ["JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "ReactJSRCE_BODY"] },
  SQLiRuleSet: { priority: 4, onBodies: ["SQLi_BODY", "SQLiExtendedPatterns_BODY"] },
};

/** The rules of a web ACL, each with metrics and samples, and the sets of addresses that they name. */
export function firewallRules(scope: Construct, props: FirewallRulesProps): Wafv2WebAclRule[] {
  const { names, name, allowCidrs, blockCidrs, countOnly, countBodies } = props;
  const stop = countOnly ? { count: {} } : { block: {} };
  // In Terraform's spelling (snake case): the bindings do not translate statements, because statements may be nested.
  const from = (list: "allowed" | "blocked", addresses: readonly string[]) => {
    const { arn } = new Wafv2IpSet(scope, list, {
      provider: props.provider,
      name: names.of("firewall", `${name}-${list}`),
      scope: props.scope.toUpperCase(),
      ipAddressVersion: "IPV4",
      addresses: [...addresses],
    });
    return { ip_set_reference_statement: { arn } };
  };

  const rules: Wafv2WebAclRule[] = [
    {
      name: "RateLimitRule",
      priority: 1,
      action: stop,
      statement: { rate_based_statement: { limit: props.requestsPerIp, aggregate_key_type: "IP" } },
      visibilityConfig: visibility("RateLimitRule"),
    },
    ...Object.entries(managedRules).map(([group, { priority, onBodies }]) => ({
      name: `AWSManagedRules${group}`,
      priority,
      overrideAction: countOnly ? { count: {} } : { none: {} },
      statement: {
        managed_rule_group_statement: {
          vendor_name: "AWS",
          name: `AWSManagedRules${group}`,
          ...(countBodies && {
            rule_action_override: onBodies.map((rule) => ({ name: rule, action_to_use: { count: {} } })),
          }),
        },
      },
      visibilityConfig: visibility(`${group}Metric`),
    })),
  ];
  if (allowCidrs.length > 0) {
    rules.push({
      name: "AllowedAddresses",
      priority: 0, // It comes first, because "allow" ends the evaluation.
      action: { allow: {} },
      statement: from("allowed", allowCidrs),
      visibilityConfig: visibility("AllowedAddresses"),
    });
  }
  if (blockCidrs.length > 0) {
    rules.push({
      name: "BlockedAddresses",
      priority: 5,
      action: stop,
      statement: from("blocked", blockCidrs),
      visibilityConfig: visibility("BlockedAddresses"),
    });
  }
  return rules;
}

function visibility(metricName: string) {
  return { sampledRequestsEnabled: true, cloudwatchMetricsEnabled: true, metricName };
}
