import type * as z from "zod";
import type { Rule } from "../../rule";
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
    const [address = "", prefix] = network.cidr.split("/");
    if (Number(prefix) < 16 || Number(prefix) > 24) {
      yield {
        path: "network.cidr",
        expected: "a range from /16 to /24 (VPC limit, and room for nine subnets)",
        found: network.cidr,
      };
    }
    const bits = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
    if (bits % 2 ** (32 - Number(prefix)) !== 0) {
      yield { path: "network.cidr", expected: "the first address of the range", found: network.cidr };
    }
    const zones = zonesOf({ network, region });
    if (zones.length < network.zone_count) {
      yield {
        path: "network.zones",
        expected: `at least zone_count (${network.zone_count}) zones`,
        found: String(zones.length),
      };
    }
    for (const zone of zones.filter((name) => !name.startsWith(region))) {
      yield { path: "network.zones", expected: `zones of ${region}`, found: zone };
    }
    const pull = ["ecr.api", "ecr.dkr", "logs"] as const;
    const missing = pull.filter((name) => !network.interface_endpoints.includes(name));
    if (network.nat_gateways === "none" && !network.existing && missing.length > 0) {
      yield {
        path: "network.nat_gateways",
        problem: "images cannot be pulled, nor logs written",
        expected: `a NAT gateway, or interface_endpoints with ${missing.join(", ")}`,
        found: "none",
      };
    }
  }),
];
