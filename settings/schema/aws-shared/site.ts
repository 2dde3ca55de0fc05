import * as z from "zod";
import { days, domain } from "../common";
import { certificateArn, priceClass } from "./ingress";
import { webFirewall } from "./web-firewall";

/** The website of an event-driven system (documents 000 and 001). */
export const site = z
  .strictObject({
    domain: domain
      .optional()
      .describe(
        "Name of the site; with `zone_id` a certificate is made and an alias written. Default: CloudFront's own.",
      ),
    zone_id: z.string().optional().describe("Route53 zone of `domain`."),
    certificate_arn: certificateArn.optional().describe("Default: one is made for `domain`."),
    price_class: priceClass,
    web_firewall: webFirewall
      .extend({ enabled: z.boolean().default(true).describe("False: no firewall.") })
      .prefault({})
      .describe("AWS WAF before the site (document 001)."),
    content_security_policy: z
      .string()
      .min(1)
      .optional()
      .describe("What pages may load and run. Default: no such header, all other security headers."),
    noncurrent_days: days.default(90).describe("How long a replaced file is kept: as far back as a rollback reaches."),
    access_log_days: days.default(90).describe("Access logs are kept this long."),
  })
  .prefault({})
  .describe("Website on S3 and CloudFront; `npm run publish-site` fills it.");
