import * as z from "zod";
import { accessLogDays, cidr, uniqueList } from "../common";
import { arn, domain, route53Zone } from "../formats";

export const loadBalancer = z
  .strictObject({
    certificate_arn: arn
      .optional()
      .describe("ARN of an ACM certificate for `domain`. Default: a new certificate, validated in the zone."),
    domain: domain
      .optional()
      .describe("Domain name of the application. Its record is written to `zone_id` or to the zone of `create_zone`."),
    zone_id: route53Zone.optional().describe("Id of the existing Route53 zone of `domain`."),
    create_zone: z.boolean().default(false).describe("Whether this stack makes a Route53 zone named `domain`."),
    failover: z
      .enum(["primary", "secondary"])
      .optional()
      .describe(
        "Role of this stack where two regions share `domain` and `zone_id`: clients reach the secondary while the primary " +
          "fails its checks (document 002). Default: one region, no failover.",
      ),
    // Elastic Load Balancing API reference, "LoadBalancerAttribute": idle_timeout.timeout_seconds.
    idle_timeout_seconds: z
      .int()
      .min(1)
      .max(4000)
      .default(60)
      .describe("Seconds without data after which the load balancer closes a connection."),
    web_acl_arn: arn
      .optional()
      .describe("ARN of an existing AWS WAF web ACL that filters requests. Default: none filters them."),
    ingress_cidrs: uniqueList(cidr)
      .min(1)
      .default(["0.0.0.0/0"])
      .describe("Address ranges from which clients may connect. The default is the whole internet."),
    access_log_days: accessLogDays,
  })
  .describe("Application Load Balancer with its domain name and certificate.");

/** CloudFront takes certificates and web ACLs of us-east-1 only. */
export const certificateArn = z
  .string()
  .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/.+$/, { error: "the ARN of an ACM certificate of us-east-1" });
const webAclArn = z
  .string()
  .regex(/^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/.+$/, { error: "the ARN of a web ACL for CloudFront" });

export const priceClass = z
  .enum(["PriceClass_100", "PriceClass_200", "PriceClass_All"])
  .default("PriceClass_All")
  .describe("Edge locations that CloudFront uses: all, or fewer at a lower price.");

export const cdn = z
  .strictObject({
    enabled: z.boolean().default(false).describe("Whether CloudFront answers for `load_balancer.domain`."),
    exclusive: z
      .boolean()
      .default(true)
      .describe(
        "Whether the load balancer accepts requests from CloudFront only. False while a live domain moves to CloudFront.",
      ),
    certificate_arn: certificateArn
      .optional()
      .describe("ARN of an ACM certificate for `load_balancer.domain`. Default: a new certificate."),
    web_acl_arn: webAclArn
      .optional()
      .describe("ARN of an existing AWS WAF web ACL that filters requests at CloudFront. Default: none filters them."),
    price_class: priceClass,
  })
  .prefault({})
  .describe("CloudFront in front of the load balancer (document 002). It caches `/static/*` only.");
