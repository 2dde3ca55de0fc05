import type * as z from "zod";
import type { Rule } from "../../rule";
import { atMost, routeHosts, routeRule } from "../route-rules";
import { rule } from "../rules";
import type { kubernetes } from "./schema";

type Kubernetes = z.infer<typeof kubernetes>;

/** Rules of the components that clients reach through the cluster's ingress. */
export const kubernetesRouteRules: Rule[] = [
  routeRule<Kubernetes>(["ingress"], ({ ingress: { host } }) => [host]),
  // An HTTPRoute names 16 hosts at most (Gateway API), and the application's names all.
  rule<Kubernetes>(["application.components", "ingress"], (settings) => {
    const { host: own } = settings.ingress;
    const hosts = routeHosts(settings).filter(
      ({ host }, index, all) => host !== own && all.findIndex((other) => other.host === host) === index,
    );
    return atMost(hosts, 15, "hosts for one route of the Gateway API");
  }),
  rule<Kubernetes>(["application.components", "ingress", "delivery"], function* ({ application, ingress, delivery }) {
    if (!delivery.canary) return;
    for (const [name, { route }] of Object.entries(application.components)) {
      if (!route?.host || route.host === ingress.host || route.paths.includes("/*")) continue;
      yield {
        path: `application.components.${name}.route.host`,
        problem: "with delivery.canary the application answers at ingress.host alone",
        expected: 'paths = ["/*"], or no host',
        found: route.host,
      };
    }
  }),
];
