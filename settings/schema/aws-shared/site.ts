import * as z from "zod";
import { accessLogDays, noncurrentDays } from "../common";
import { domain, route53Zone } from "../formats";
import { certificateArn, priceClass } from "./ingress";
import { webFirewall } from "./web-firewall";

/** The website of an event-driven system (documents 000 and 001). */
export const site = z
  .strictObject({
    domain: domain
      .optional()
      .describe("Domain name of the site; needs `zone_id` or `certificate_arn`. Default: CloudFront's own name."),
    zone_id: route53Zone.optional().describe("Id of the Route53 zone of `domain`, where its record is written."),
    certificate_arn: certificateArn
      .optional()
      .describe("ARN of an ACM certificate for `domain`. Default: a new certificate, validated in the zone."),
    price_class: priceClass,
    web_firewall: webFirewall
      .extend({ enabled: z.boolean().default(true).describe("Whether the site has a web ACL.") })
      .prefault({})
      .describe("AWS WAF web ACL that filters requests to the site (document 001)."),
    content_security_policy: z
      .string()
      .min(1)
      .optional()
      .describe("Content-Security-Policy header: what pages may load and run. Default: no such header."),
    noncurrent_days: noncurrentDays.describe(
      "Days until a replaced file of the site is removed for good. A release can be rolled back that long.",
    ),
    access_log_days: accessLogDays,
  })
  .prefault({})
  .describe("Website on S3 and CloudFront. `npm run publish-site` uploads its files.");
