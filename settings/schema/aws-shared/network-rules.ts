import type * as z from "zod";
import type { Finding, Rule } from "../../rule";
import { contains, overlaps, prefixOf } from "../cidr";
import { rule } from "../rules";
import type { SharedSettings } from "../shared";
import type { awsNetwork } from "./network";
import { zonesOf } from "./zones";

interface Settings extends Pick<SharedSettings, "region"> {
  readonly network: z.infer<typeof awsNetwork>;
}

/** Rules of a VPC. */
export const networkRules: Rule[] = [
  rule<Settings>(["network", "region"], function* ({ network, region }) {
    const prefix = prefixOf(network.cidr);
    const computed = !network.subnets && !network.existing;
    if (prefix < 16 || prefix > (network.existing ? 28 : computed ? 22 : 24)) {
      yield {
        path: "network.cidr",
        expected: computed
          ? "a range from /16 to /22, from which subnets are computed; give `subnets` for one of /23 or /24"
          : `a range from /16 to /${network.existing ? 28 : 24}`,
        found: network.cidr,
      };
    }
    const zones = zonesOf({ network, region });
    if (zones.length < network.zone_count) {
      yield {
        path: "network.zones",
        expected: `at least zone_count (${network.zone_count}) zones`,
        found: String(zones.length),
      };
    }
    if (network.subnets && !network.existing) yield* subnetFindings(network, network.subnets);
    for (const zone of zones.filter((name) => !name.startsWith(region))) {
      yield { path: "network.zones", expected: `zones of ${region}`, found: zone };
    }
  }),
];

type Subnets = NonNullable<Settings["network"]["subnets"]>;

/** One subnet per zone and tier, each a part of the network that no other shares. */
function* subnetFindings({ cidr, zone_count }: Settings["network"], subnets: Subnets): Iterable<Finding> {
  const all: { path: string; range: string }[] = [];
  for (const tier of ["public", "private", "database"] as const) {
    if (subnets[tier].length !== zone_count) {
      yield {
        path: `network.subnets.${tier}`,
        expected: `${zone_count} ranges, one per zone (zone_count)`,
        found: String(subnets[tier].length),
      };
    }
    // A load balancer needs 8 free addresses in each zone, of which AWS keeps 5 (Elastic Load Balancing: /27).
    const smallest = tier === "public" ? 27 : 28;
    for (const [index, range] of subnets[tier].entries()) {
      const path = `network.subnets.${tier}[${index}]`;
      if (prefixOf(range) < 16 || prefixOf(range) > smallest) {
        yield { path, expected: `a range from /16 to /${smallest} (AWS)`, found: range };
      }
      if (!contains(cidr, range)) yield { path, expected: `a part of ${cidr}`, found: range };
      const other = all.find((one) => overlaps(one.range, range));
      if (other) yield { path, expected: `addresses that ${other.path} has not`, found: range };
      all.push({ path, range });
    }
  }
}
