import type * as z from "zod";
import type { Rule } from "../../rule";
import { routeHosts, routeRule } from "../route-rules";
import { rule } from "../rules";
import type { ApplicationSettings } from "../shared";
import type { loadBalancer } from "./ingress";

interface Balanced extends Pick<ApplicationSettings, "application"> {
  readonly load_balancer: Omit<z.infer<typeof loadBalancer>, "web_acl_arn">;
}

/** Longest host that a listener rule compares ("Condition types for listener rules"). */
const longestHost = 128;

/** Rules of the components that clients reach through an Application Load Balancer. */
export const awsRouteRules: Rule[] = [
  routeRule<Balanced>(["load_balancer"], ({ load_balancer: { domain } }) => [domain]),
  rule<Balanced>(["application.components", "load_balancer"], function* (settings) {
    const { domain, zone_id, create_zone } = settings.load_balancer;
    for (const { at, host } of routeHosts(settings)) {
      if (host.length > longestHost) {
        yield {
          path: at,
          problem: "too long for a listener rule",
          expected: `at most ${longestHost} characters`,
          found: `${host.length} characters`,
        };
      }
      if (!domain) {
        yield {
          path: at,
          expected: "load_balancer.domain too: a request with that name is one of the application",
          found: host,
        };
        continue;
      }
      // The zone's own name is not in the settings: it is the domain's, or a name that the domain ends with.
      const zone = create_zone ? domain : domain.split(".").slice(1).join(".");
      const isCovered = [domain, ...(zone.includes(".") ? [zone] : [])].some(
        (name) => host === name || host.endsWith(`.${name}`),
      );
      if ((zone_id || create_zone) && !isCovered) {
        yield {
          path: at,
          problem: "not a name of the zone that holds its record and proves its certificate",
          expected: `a name that ends with .${zone.includes(".") ? zone : domain}`,
          found: host,
        };
      }
    }
  }),
];
