import type { Rule } from "../rule";
import { type Aws, rule } from "./rules";

/** Rules of the load balancer, the names that lead to it and the CDN before it. */
export const awsEdgeRules: Rule[] = [
  rule<Aws>(["load_balancer"], function* ({ load_balancer: lb }) {
    if (!lb.certificate_arn && !lb.domain) {
      yield {
        path: "load_balancer",
        expected: "certificate_arn, or domain with zone_id or create_zone",
        found: "neither",
      };
    }
    if (lb.domain && !lb.certificate_arn && !lb.zone_id && !lb.create_zone) {
      yield { path: "load_balancer.domain", expected: "zone_id or create_zone, to prove the domain", found: "neither" };
    }
    if (lb.zone_id && lb.create_zone) {
      yield { path: "load_balancer.create_zone", expected: "either zone_id or create_zone", found: "both" };
    }
    if ((lb.zone_id || lb.create_zone) && !lb.domain) {
      yield { path: "load_balancer", expected: "domain beside zone_id or create_zone", found: "no domain" };
    }
  }),
  rule<Aws>(["load_balancer", "cdn"], function* ({ load_balancer: lb, cdn }) {
    if (!lb.failover) return;
    if (cdn.enabled) {
      yield {
        path: "load_balancer.failover",
        problem: "the name leads to the CDN, and CloudFront admits a name in one distribution only",
        expected: "either failover or cdn.enabled",
        found: "both",
      };
    }
    if (!lb.domain || !lb.zone_id) {
      yield {
        path: "load_balancer.failover",
        expected: "domain and zone_id, the same in both regions",
        found: lb.domain ? "no zone_id" : "no domain",
      };
    }
    if (lb.failover === "primary" && !lb.ingress_cidrs.includes("0.0.0.0/0")) {
      yield {
        path: "load_balancer.ingress_cidrs",
        expected: "0.0.0.0/0 beside failover: Route53 checks the primary from all over the world",
        found: lb.ingress_cidrs.join(", "),
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
