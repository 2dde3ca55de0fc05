import type * as z from "zod";
import type { Rule } from "../../rule";
import { routeHosts, routeRule } from "../route-rules";
import { rule } from "../rules";
import type { azure } from "./schema";

type Azure = z.infer<typeof azure>;

/** Rules of the components that clients reach through the Application Gateway. */
export const azureRouteRules: Rule[] = [
  routeRule<Azure>(["load_balancer"], ({ load_balancer: { domain } }) => [domain]),
  rule<Azure>(["application.components", "load_balancer"], function* (settings) {
    const zone = settings.load_balancer.dns_zone?.name;
    if (!zone) return;
    for (const { at, host } of routeHosts(settings)) {
      if (host === zone || host.endsWith(`.${zone}`)) continue;
      yield {
        path: at,
        problem: "not a name of the zone that holds its record",
        expected: `a name that ends with .${zone}`,
        found: host,
      };
    }
  }),
];
