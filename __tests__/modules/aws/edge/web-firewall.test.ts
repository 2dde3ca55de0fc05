import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Wafv2IpSet } from "@cdktf/provider-aws/lib/wafv2-ip-set";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import type { Construct } from "constructs";
import { WebFirewall, type WebFirewallProps } from "../../../../modules/aws/edge/web-firewall";
import { type Synthesized, synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const create = (scope: Construct, props: Partial<WebFirewallProps> = {}) =>
  new WebFirewall(scope, "firewall", {
    names,
    name: "edge",
    keyArn: "arn:key",
    requestsPerIp: 2000,
    allowCidrs: [],
    blockCidrs: [],
    countOnly: false,
    logDays: 30,
    ...props,
  });

const make = (props: Partial<WebFirewallProps> = {}) =>
  synthesized((scope) => {
    create(scope, props);
  });

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly action?: object;
  readonly override_action?: object;
  readonly statement: Record<string, Record<string, unknown>>;
  readonly visibility_config: object;
}
const rules = (made: Synthesized): Rule[] =>
  [...made.one(Wafv2WebAcl).rule].sort((a: Rule, b: Rule) => a.priority - b.priority);

describe("WebFirewall", () => {
  test("requests pass unless a rule stops them: floods first, then known attacks (document 003)", () => {
    const made = make();
    expect(made.one(Wafv2WebAcl)).toMatchObject({ scope: "REGIONAL", default_action: { allow: {} } });
    expect(rules(made).map(({ name, priority }) => [priority, name])).toEqual([
      [1, "RateLimitRule"],
      [2, "AWSManagedRulesCommonRuleSet"],
      [3, "AWSManagedRulesKnownBadInputsRuleSet"],
      [4, "AWSManagedRulesSQLiRuleSet"],
    ]);
    expect(rules(made)[0]).toMatchObject({
      action: { block: {} },
      statement: { rate_based_statement: { limit: 2000, aggregate_key_type: "IP" } },
    });
    expect(rules(made)[1]).toMatchObject({
      override_action: { none: {} },
      statement: { managed_rule_group_statement: { vendor_name: "AWS", name: "AWSManagedRulesCommonRuleSet" } },
    });
  });

  test("every rule samples requests and has its own metric", () => {
    const configurations = rules(make({ allowCidrs: ["10.0.0.0/8"], blockCidrs: ["192.0.2.0/24"] })).map(
      ({ visibility_config }) => visibility_config,
    );
    for (const configuration of configurations) {
      expect(configuration).toMatchObject({ sampled_requests_enabled: true, cloudwatch_metrics_enabled: true });
    }
    expect(new Set(configurations.map((configuration) => JSON.stringify(configuration))).size).toBe(6);
  });

  test("allowed addresses are let through before any other rule, blocked ones are stopped", () => {
    const made = make({ allowCidrs: ["10.0.0.0/8"], blockCidrs: ["192.0.2.0/24"] });
    const [first, last] = [rules(made)[0], rules(made)[5]];
    expect(first).toMatchObject({ name: "AllowedAddresses", action: { allow: {} } });
    expect(last).toMatchObject({ name: "BlockedAddresses", action: { block: {} } });
    expect(first.statement.ip_set_reference_statement.arn).toMatch(/^\$\{aws_wafv2_ip_set\.\w*allowed\w*\.arn\}$/);
    expect(last.statement.ip_set_reference_statement.arn).toMatch(/^\$\{aws_wafv2_ip_set\.\w*blocked\w*\.arn\}$/);
    expect(made).toHaveResourceWithProperties(Wafv2IpSet, { addresses: ["10.0.0.0/8"], scope: "REGIONAL" });
    expect(make()).not.toHaveResource(Wafv2IpSet);
  });

  test("to try them out, rules count and stop nothing", () => {
    const found = rules(make({ countOnly: true, blockCidrs: ["192.0.2.0/24"] }));
    expect(found.map(({ action, override_action }) => action ?? override_action)).toEqual(
      found.map(() => ({ count: {} })),
    );
  });

  test("rules on bodies can count alone; those on address, path, query and headers go on blocking", () => {
    const overrides = (found: Rule[]) =>
      found.flatMap(({ statement }) => statement.managed_rule_group_statement?.rule_action_override ?? []);
    expect(overrides(rules(make()))).toEqual([]);
    const counted = rules(make({ countBodies: true }));
    expect(overrides(counted)).toHaveLength(10);
    for (const override of overrides(counted)) {
      expect(override).toEqual({ name: expect.stringMatching(/_BODY$/), action_to_use: { count: {} } });
    }
    expect(counted.map(({ action, override_action }) => action ?? override_action)).toEqual([
      { block: {} },
      { none: {} },
      { none: {} },
      { none: {} },
    ]);
  });

  test("requests that a rule blocks or counts are logged under our key, without credentials", () => {
    const made = make({ logDays: 90 });
    expect(made).toHaveResourceWithProperties(CloudwatchLogGroup, {
      name: "aws-waf-logs-test-execution-prod-edge",
      kms_key_id: "arn:key",
      retention_in_days: 90,
    });
    expect(made).toHaveResourceWithProperties(Wafv2WebAclLoggingConfiguration, {
      redacted_fields: [
        { single_header: { name: "authorization" } },
        { single_header: { name: "cookie" } },
        { query_string: {} },
      ],
      logging_filter: {
        default_behavior: "DROP",
        filter: [
          {
            behavior: "KEEP",
            requirement: "MEETS_ANY",
            condition: ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"].map((action) => ({ action_condition: { action } })),
          },
        ],
      },
    });
  });

  test("metrics are named by the web ACL, for a regional one with its region", () => {
    synthesized((scope) => {
      expect(create(scope).metricDimensions).toEqual({ WebACL: "test-execution-prod-edge", Region: "us-east-1" });
    });
    synthesized((scope) => {
      expect(create(scope, { scope: "cloudfront" }).metricDimensions).toEqual({ WebACL: "test-execution-prod-edge" });
    });
  });

  test("one for CloudFront is made whole in us-east-1", () => {
    const made = synthesized((scope) => {
      new AwsProvider(scope, "aws", { region: "eu-west-1" });
      const provider = new AwsProvider(scope, "us-east-1", { region: "us-east-1", alias: "us-east-1" });
      create(scope, { scope: "cloudfront", provider, allowCidrs: ["10.0.0.0/8"] });
    });
    const resources = Object.values<Record<string, { provider?: string; scope?: string }>>(made.json.resource).flatMap(
      (byName) => Object.values(byName),
    );
    expect(resources.map(({ provider }) => provider)).toEqual(resources.map(() => "aws.us-east-1"));
    expect(resources.flatMap(({ scope }) => scope ?? [])).toEqual(["CLOUDFRONT", "CLOUDFRONT"]);
  });
});
