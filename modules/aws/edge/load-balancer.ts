import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { NetworkAttributes } from "../network/network";
import type { ObjectStore } from "../stores/object-store";
import { Certificate, type CertificateProps } from "./certificate";

export interface LoadBalancerProps {
  readonly names: Names;
  /** The load balancer is in its public subnets. */
  readonly network: NetworkAttributes;
  /** The ARN of an existing certificate, or the names to issue one for. */
  readonly certificate: { readonly arn: string } | CertificateProps;
  /** Where each request is recorded, below `load-balancer/`; that store needs `logDelivery: ["load-balancer"]`. */
  readonly accessLogs: ObjectStore;
  /** Whether AWS refuses to delete the load balancer. @default true */
  readonly deletionProtection?: boolean;
  /** Seconds without data after which a connection is closed, 1 to 4000 (AWS limits). */
  readonly idleTimeoutSeconds: number;
  /** A regional web ACL that inspects each request. @default - none */
  readonly webAclArn?: string;
  /** IPv4 ranges that may connect; `0.0.0.0/0` is the whole internet. */
  readonly ingressCidrs: readonly string[];
  /**
   * Admits CloudFront's addresses over HTTPS instead of `ingressCidrs`, so that clients cannot bypass the CDN. It is no
   * authentication: distributions of other accounts have the same addresses. @default false
   */
  readonly behindCloudFront?: boolean;
}

/**
 * An internet-facing application load balancer that speaks TLS 1.2 and 1.3, redirects HTTP and records each request. It
 * answers 404 until a service adds a rule to the HTTPS listener, and reaches a target once that service allows it
 * (`allowTraffic`).
 */
export class LoadBalancer extends Construct {
  readonly arn: string;
  /** The part of the ARN that is the load balancer's dimension in CloudWatch metrics. */
  readonly arnSuffix: string;
  readonly dnsName: string;
  /** Hosted zone of `dnsName`, for alias records. */
  readonly zoneId: string;
  /** The HTTPS listener. */
  readonly listenerArn: string;
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { names, network } = props;

    const securityGroup = new SecurityGroup(this, "security-group", {
      name: names.of("security_group", "load-balancer"),
      description: "Load balancer: HTTP and HTTPS from clients",
      vpcId: network.vpcId,
      tags: { Name: names.of("tag", "load-balancer") },
    });
    if (props.behindCloudFront) admitCloudFront(this, securityGroup.id);
    else admitClients(this, securityGroup.id, props.ingressCidrs);

    const balancer = new Lb(this, "load-balancer", {
      name: names.of("load_balancer"),
      loadBalancerType: "application",
      subnets: network.publicSubnetIds,
      securityGroups: [securityGroup.id],
      accessLogs: { bucket: props.accessLogs.bucketName, prefix: "load-balancer", enabled: true },
      dropInvalidHeaderFields: true,
      enableDeletionProtection: props.deletionProtection ?? true,
      idleTimeout: props.idleTimeoutSeconds,
    });

    const { certificate } = props;
    const https = new LbListener(this, "https", {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificateArn: "arn" in certificate ? certificate.arn : new Certificate(this, "certificate", certificate).arn,
      defaultAction: [
        {
          type: "fixed-response",
          fixedResponse: { statusCode: "404", contentType: "text/plain", messageBody: "Not found" },
        },
      ],
    });
    new LbListener(this, "http", {
      loadBalancerArn: balancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
    });

    if (props.webAclArn) {
      new Wafv2WebAclAssociation(this, "web-acl", { resourceArn: balancer.arn, webAclArn: props.webAclArn });
    }

    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.listenerArn = https.arn;
    this.securityGroupId = securityGroup.id;
  }
}

function admitClients(scope: Construct, securityGroupId: string, cidrs: readonly string[]): void {
  for (const cidrIpv4 of cidrs) {
    for (const [protocol, port] of [
      ["http", 80],
      ["https", 443],
    ] as const) {
      new VpcSecurityGroupIngressRule(scope, `${protocol}-from-${cidrIpv4}`, {
        securityGroupId,
        description: port === 80 ? "HTTP, answered with a redirect to HTTPS" : "HTTPS from clients",
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        cidrIpv4,
      });
    }
  }
}

/** One port only: AWS's list of CloudFront's addresses counts as 55 of the 60 rules that a security group may have. */
function admitCloudFront(scope: Construct, securityGroupId: string): void {
  const { id: prefixListId } = new DataAwsEc2ManagedPrefixList(scope, "cloudfront", {
    name: "com.amazonaws.global.cloudfront.origin-facing",
  });
  new VpcSecurityGroupIngressRule(scope, "https-from-cloudfront", {
    securityGroupId,
    description: "HTTPS from CloudFront",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    prefixListId,
  });
}
