import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { LoadBalancer, type LoadBalancerProps } from "../../../../modules/aws/edge/load-balancer";
import { ObjectStore } from "../../../../modules/aws/stores/object-store";
import { synthesized } from "../../../synthesized";
import { names, network } from "../fixtures";

const make = (props: Partial<LoadBalancerProps> = {}) =>
  synthesized((scope) => {
    const accessLogs = new ObjectStore(scope, "logs", { names, name: "logs", logDelivery: ["load-balancer"] });
    new LoadBalancer(scope, "edge", {
      names,
      network,
      certificate: { arn: "arn:certificate" },
      accessLogs,
      idleTimeoutSeconds: 60,
      ingressCidrs: ["0.0.0.0/0"],
      ...props,
    });
  });

describe("LoadBalancer", () => {
  test("a load balancer is public, protected, drops invalid headers and records requests once its bucket admits it", () => {
    expect(make()).toHaveResourceWithProperties(Lb, {
      name: "test-execution-prod",
      subnets: ["subnet-1", "subnet-2"],
      drop_invalid_header_fields: true,
      enable_deletion_protection: true,
      idle_timeout: 60,
      access_logs: {
        bucket: expect.stringContaining("aws_s3_bucket_policy.logs_policy"),
        prefix: "load-balancer",
        enabled: true,
      },
    });
  });

  test("HTTPS speaks TLS 1.2 and 1.3 and answers 404 until a service is added; HTTP redirects for good", () => {
    const stack = make();
    expect(stack).toHaveResourceWithProperties(LbListener, {
      port: 443,
      protocol: "HTTPS",
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificate_arn: "arn:certificate",
      default_action: [expect.objectContaining({ fixed_response: expect.objectContaining({ status_code: "404" }) })],
    });
    expect(stack).toHaveResourceWithProperties(LbListener, {
      port: 80,
      default_action: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", status_code: "HTTP_301" } }],
    });
  });

  test("clients come in from the given ranges only, and no rule lets the load balancer out", () => {
    const stack = make({ ingressCidrs: ["192.0.2.0/24", "198.51.100.0/24"] });
    const rules = stack.all(VpcSecurityGroupIngressRule);
    expect(rules.map((rule) => `${rule.cidr_ipv4} ${rule.from_port}`).sort()).toEqual([
      "192.0.2.0/24 443",
      "192.0.2.0/24 80",
      "198.51.100.0/24 443",
      "198.51.100.0/24 80",
    ]);
    expect(stack).not.toHaveResource(VpcSecurityGroupEgressRule);
  });

  test("behind CloudFront only CloudFront's addresses come in, over HTTPS", () => {
    const rules = make({ behindCloudFront: true }).all(VpcSecurityGroupIngressRule);
    expect(rules).toEqual([
      expect.objectContaining({
        from_port: 443,
        to_port: 443,
        prefix_list_id: expect.stringContaining("data.aws_ec2_managed_prefix_list."),
      }),
    ]);
    expect(rules[0]).not.toHaveProperty("cidr_ipv4");
  });

  test("a certificate that is made here is issued before the listener uses it", () => {
    expect(make({ certificate: { domainName: "example.com", zoneId: "Z1" } })).toHaveResourceWithProperties(
      LbListener,
      {
        certificate_arn: expect.stringContaining("aws_acm_certificate_validation."),
      },
    );
  });

  test("a web ACL judges requests where one is given", () => {
    expect(make({ webAclArn: "arn:acl" })).toHaveResourceWithProperties(Wafv2WebAclAssociation, {
      web_acl_arn: "arn:acl",
    });
    expect(make()).not.toHaveResource(Wafv2WebAclAssociation);
  });
});
