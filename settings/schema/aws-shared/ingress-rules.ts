import type * as z from "zod";
import type { Rule } from "../../rule";
import { rule } from "../rules";
import type { cdn, loadBalancer } from "./ingress";

interface Settings {
  readonly load_balancer: z.infer<typeof loadBalancer>;
  readonly cdn: z.infer<typeof cdn>;
}

/** Rules of the CDN in front of the load balancer. */
export const awsIngressRules: Rule[] = [
  rule<Settings>(["load_balancer", "cdn"], function* ({ load_balancer: lb, cdn }) {
    if (lb.failover && cdn.enabled) {
      yield {
        path: "load_balancer.failover",
        problem: "CloudFront accepts a domain name in one distribution only",
        expected: "either failover or cdn.enabled",
        found: "both",
      };
    }
  }),
  rule<Settings>(["load_balancer", "cdn"], function* ({ load_balancer: lb, cdn }) {
    if (!cdn.enabled) return;
    if (!lb.domain || !(lb.zone_id || lb.create_zone)) {
      yield {
        path: "cdn.enabled",
        expected: "load_balancer.domain with zone_id or create_zone, for the DNS names of CDN and origin",
        found: lb.domain ? "no zone" : "no domain",
      };
    }
    if (lb.certificate_arn && !cdn.certificate_arn) {
      yield {
        path: "cdn",
        expected: "certificate_arn together with load_balancer.certificate_arn, which must cover origin.<domain> too",
        found: "none",
      };
    }
    if (!lb.ingress_cidrs.includes("0.0.0.0/0")) {
      yield {
        path: "load_balancer.ingress_cidrs",
        expected:
          "0.0.0.0/0 with cdn.enabled: requests come from CloudFront's addresses (cdn.web_acl_arn can filter clients)",
        found: lb.ingress_cidrs.join(", "),
      };
    }
  }),
];
