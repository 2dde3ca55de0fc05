import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { firewallRules } from "./web-firewall-rules";

export interface WebFirewallProps {
  readonly names: Names;
  /** The last part of its name. */
  readonly name: string;
  /** Encrypts the log; a key of the same region, whose policy must admit CloudWatch Logs. */
  readonly keyArn: string;
  /** Requests that one address may send in five minutes, 10 to 2,000,000,000 (WAF limits). Document 003: 2000. */
  readonly requestsPerIp: number;
  /** IPv4 ranges that no rule blocks, not even `blockCidrs`; /1 to /32 (WAF limits). */
  readonly allowCidrs: readonly string[];
  /** IPv4 ranges that are blocked; /1 to /32 (WAF limits). */
  readonly blockCidrs: readonly string[];
  /** Rules count what they would block and block nothing, so that they can be tried out. */
  readonly countOnly: boolean;
  /**
   * Rules that match a request's body count it and do not block it: for bodies of more than 8,192 bytes, and of text that may look
   * like an attack, such as logs and code. @default false
   */
  readonly countBodies?: boolean;
  /** Days that the log is kept, one of the values CloudWatch Logs knows. */
  readonly logDays: number;
  /** `regional` for load balancers and REST APIs, `cloudfront` for distributions. @default "regional" */
  readonly scope?: "regional" | "cloudfront";
  /** AWS provider of us-east-1, where a firewall for CloudFront lives. @default - the stack's */
  readonly provider?: TerraformProvider;
}

/**
 * A web ACL that blocks floods, known attacks and SQL injection, and allows everything else (document 003). It logs each request
 * that a rule blocks or counts, without its credentials; what it protects logs the others. It protects the resources that are given its ARN.
 */
export class WebFirewall extends Construct {
  /** For `webAclArn` of a load balancer or a distribution. */
  readonly arn: string;
  /** The dimensions of its CloudWatch metrics. */
  readonly metricDimensions: Readonly<Record<string, string>>;
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    const { names, provider, scope: protects = "regional" } = props;
    const name = names.of("firewall", props.name);

    const acl = new Wafv2WebAcl(this, "acl", {
      provider,
      name,
      description: `What may reach ${names.prefix}`,
      scope: protects.toUpperCase(),
      defaultAction: { allow: {} },
      rule: firewallRules(this, { ...props, scope: protects, countBodies: props.countBodies ?? false }),
      visibilityConfig: { sampledRequestsEnabled: true, cloudwatchMetricsEnabled: true, metricName: name },
    });
    const logGroup = new CloudwatchLogGroup(this, "log", {
      provider,
      name: names.of("firewall_log", props.name),
      kmsKeyId: props.keyArn,
      retentionInDays: props.logDays,
    });
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
      provider,
      resourceArn: acl.arn,
      logDestinationConfigs: [logGroup.arn],
      redactedFields: [
        { singleHeader: { name: "authorization" } },
        { singleHeader: { name: "cookie" } },
        { queryString: {} },
      ],
      loggingFilter: {
        defaultBehavior: "DROP",
        filter: [
          {
            behavior: "KEEP",
            requirement: "MEETS_ANY",
            condition: ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"].map((action) => ({ actionCondition: { action } })),
          },
        ],
      },
    });

    this.arn = acl.arn;
    this.metricDimensions = { WebACL: name, ...(protects === "regional" && { Region: names.region }) };
    this.logGroupName = logGroup.name;
  }
}
