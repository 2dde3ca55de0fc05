import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import type { Names } from "../names";
import { Certificate, type CertificateProps } from "./certificate";
import type { NetworkAttributes } from "./network";
import type { ObjectStore } from "./object-store";

export interface LoadBalancerProps {
  readonly names: Names;
  readonly network: NetworkAttributes;
  /** A certificate that exists, or what to issue one for. */
  readonly certificate: { readonly arn: string } | CertificateProps;
  /** Where each request is recorded, below `load-balancer/`; that store needs `logDelivery: ["load-balancer"]`. */
  readonly accessLogs: ObjectStore;
  /** Names in a Route53 zone that lead here. @default - none */
  readonly aliases?: { readonly zoneId: string; readonly names: readonly string[] };
  /** @default true */
  readonly deletionProtection?: boolean;
  /** Seconds without data after which a connection is closed, 1 to 4000 (AWS limits). @default 60 */
  readonly idleTimeoutSeconds?: number;
  /** A regional web ACL that judges each request. @default - none */
  readonly webAclArn?: string;
  /** IPv4 ranges that may connect. @default ["0.0.0.0/0"] */
  readonly ingressCidrs?: readonly string[];
}

/**
 * An internet-facing load balancer that speaks TLS 1.2 and 1.3, redirects HTTP and records each request. It answers 404 until
 * a service adds a rule to the HTTPS listener, and reaches no target until that service opens the way (`allowTraffic`).
 */
export class LoadBalancer extends Construct {
  readonly arn: string;
  /** The part of the ARN by which CloudWatch metrics name the load balancer. */
  readonly arnSuffix: string;
  readonly dnsName: string;
  /** Hosted zone of `dnsName`, for further aliases. */
  readonly zoneId: string;
  /** The HTTPS listener. */
  readonly listenerArn: string;
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { names, network } = props;

    const securityGroup = new SecurityGroup(this, "security-group", {
      name: names.of("generic", "load-balancer"),
      description: "Load balancer: HTTP and HTTPS from clients",
      vpcId: network.vpcId,
      tags: { Name: names.of("generic", "load-balancer") },
    });
    for (const cidrIpv4 of props.ingressCidrs ?? ["0.0.0.0/0"]) {
      for (const [protocol, port] of [
        ["http", 80],
        ["https", 443],
      ] as const) {
        new VpcSecurityGroupIngressRule(this, `${protocol}-from-${cidrIpv4}`, {
          securityGroupId: securityGroup.id,
          description: port === 80 ? "HTTP, answered with a redirect to HTTPS" : "HTTPS from clients",
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrIpv4,
        });
      }
    }

    const balancer = new Lb(this, "load-balancer", {
      name: names.of("load_balancer"),
      loadBalancerType: "application",
      subnets: network.publicSubnetIds,
      securityGroups: [securityGroup.id],
      accessLogs: { bucket: props.accessLogs.bucketName, prefix: "load-balancer", enabled: true },
      dropInvalidHeaderFields: true,
      enableDeletionProtection: props.deletionProtection ?? true,
      idleTimeout: props.idleTimeoutSeconds ?? 60,
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
    const { aliases } = props;
    aliases?.names.forEach((name) => {
      new Route53Record(this, `alias-${name}`, {
        zoneId: aliases.zoneId,
        name,
        type: "A",
        alias: { name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true },
      });
    });

    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.listenerArn = https.arn;
    this.securityGroupId = securityGroup.id;
  }
}
