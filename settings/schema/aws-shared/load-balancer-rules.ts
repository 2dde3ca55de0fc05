import type * as z from "zod";
import type { Rule } from "../../rule";
import { rule } from "../rules";
import type { ApplicationSettings } from "../shared";
import type { loadBalancer } from "./ingress";

interface Balanced extends Pick<ApplicationSettings, "application"> {
  readonly load_balancer: Omit<z.infer<typeof loadBalancer>, "web_acl_arn">;
}

/** Rules of an Application Load Balancer and of its DNS names. */
export const loadBalancerRules: Rule[] = [
  rule<Balanced>(["load_balancer"], function* ({ load_balancer: lb }) {
    if (!lb.certificate_arn && !lb.domain) {
      yield {
        path: "load_balancer",
        expected: "certificate_arn, or domain with zone_id or create_zone",
        found: "neither",
      };
    }
    if (lb.domain && !lb.certificate_arn && !lb.zone_id && !lb.create_zone) {
      yield {
        path: "load_balancer.domain",
        expected: "zone_id or create_zone, to validate the certificate",
        found: "neither",
      };
    }
    if (lb.zone_id && lb.create_zone) {
      yield { path: "load_balancer.create_zone", expected: "either zone_id or create_zone", found: "both" };
    }
    if ((lb.zone_id || lb.create_zone) && !lb.domain) {
      yield { path: "load_balancer", expected: "domain together with zone_id or create_zone", found: "no domain" };
    }
  }),
  rule<Balanced>(["load_balancer"], function* ({ load_balancer: lb }) {
    if (!lb.failover) return;
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
        expected: "0.0.0.0/0 with failover: Route53 checks the primary from all over the world",
        found: lb.ingress_cidrs.join(", "),
      };
    }
  }),
  rule<Balanced>(["application.health"], function* ({ application: { health } }) {
    for (const name of ["live", "ready"] as const) {
      const { failures } = health[name];
      if (failures > 10) {
        yield {
          path: `application.health.${name}.failures`,
          expected: "at most 10 (load balancer and ECS)",
          found: String(failures),
        };
      }
    }
  }),
];
