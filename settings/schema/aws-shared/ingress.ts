import * as z from "zod";
import { arn, cidr, days, domain } from "../common";

export const loadBalancer = z.strictObject({
  certificate_arn: arn.optional().describe("An ACM certificate that exists."),
  domain: domain
    .optional()
    .describe("Name of the application; with `zone_id` a certificate is made and an alias written."),
  zone_id: z.string().optional().describe("Route53 zone of `domain`."),
  create_zone: z.boolean().default(false).describe("Make the zone of `domain` here."),
  failover: z
    .enum(["primary", "secondary"])
    .optional()
    .describe(
      "Two regions have the same `domain` and `zone_id`: clients reach the secondary while the primary fails its checks " +
        "(document 002). Default: one region.",
    ),
  idle_timeout_seconds: z
    .int()
    .min(1)
    .max(4000)
    .default(60)
    .describe("Connections without data are closed after this."),
  web_acl_arn: arn.optional().describe("WAF web ACL in front of the load balancer."),
  ingress_cidrs: z.array(cidr).min(1).default(["0.0.0.0/0"]).describe("Who may connect."),
  access_log_days: days.default(90).describe("Access logs are kept this long."),
});

/** CloudFront looks for these in us-east-1, whatever the region of the stack. */
export const certificateArn = z
  .string()
  .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/.+$/, { error: "the ARN of an ACM certificate of us-east-1" });
const webAclArn = z
  .string()
  .regex(/^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/.+$/, { error: "the ARN of a web ACL for CloudFront" });

export const priceClass = z
  .enum(["PriceClass_100", "PriceClass_200", "PriceClass_All"])
  .default("PriceClass_All")
  .describe("How far away from clients copies are held.");

export const cdn = z
  .strictObject({
    enabled: z.boolean().default(false).describe("CloudFront answers for the domain."),
    exclusive: z
      .boolean()
      .default(true)
      .describe(
        "Clients cannot go around the CDN. False while a live name moves to it, until they know its new address.",
      ),
    certificate_arn: certificateArn.optional().describe("Default: one is made for `load_balancer.domain`."),
    web_acl_arn: webAclArn.optional().describe("WAF web ACL in front of the CDN."),
    price_class: priceClass,
  })
  .prefault({})
  .describe("CloudFront before the load balancer (document 002); keeps copies of `/static/*` only.");
