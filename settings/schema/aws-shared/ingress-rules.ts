import type { Rule } from "../../rule";
import { type Aws, rule } from "../rules";

/** Rules of the CDN before the load balancer. */
export const awsEdgeRules: Rule[] = [
  rule<Aws>(["load_balancer", "cdn"], function* ({ load_balancer: lb, cdn }) {
    if (lb.failover && cdn.enabled) {
      yield {
        path: "load_balancer.failover",
        problem: "the name leads to the CDN, and CloudFront admits a name in one distribution only",
        expected: "either failover or cdn.enabled",
        found: "both",
      };
    }
  }),
  rule<Aws>(["load_balancer", "cdn"], function* ({ load_balancer: lb, cdn }) {
    if (!cdn.enabled) return;
    if (!lb.domain || !(lb.zone_id || lb.create_zone)) {
      yield {
        path: "cdn.enabled",
        expected: "load_balancer.domain with zone_id or create_zone, for the names of CDN and origin",
        found: lb.domain ? "no zone" : "no domain",
      };
    }
    if (lb.certificate_arn && !cdn.certificate_arn) {
      yield {
        path: "cdn",
        expected: "certificate_arn beside load_balancer.certificate_arn, which must cover origin.<domain> too",
        found: "none",
      };
    }
    if (!lb.ingress_cidrs.includes("0.0.0.0/0")) {
      yield {
        path: "load_balancer.ingress_cidrs",
        expected:
          "0.0.0.0/0 beside cdn.enabled: clients come from CloudFront's addresses (cdn.web_acl_arn can judge theirs)",
        found: lb.ingress_cidrs.join(", "),
      };
    }
  }),
];
