import * as z from "zod";
import { cidr, uniqueList } from "../common";

/** AWS WAF takes no range of all addresses. */
const filtered = cidr.refine((range) => !range.endsWith("/0"), { error: "a range of /1 to /32: AWS WAF takes no /0" });

/** A web ACL of AWS WAF, in front of a site, an API or a load balancer (WAFV2 API reference, "RateBasedStatement": Limit). */
export const webFirewall = z.strictObject({
  count_only: z
    .boolean()
    .default(false)
    .describe("Whether rules only count matching requests instead of blocking them."),
  requests_per_ip: z
    .int()
    .min(10)
    .max(2_000_000_000)
    .default(2000)
    .describe("Requests per client address and five minutes above which it is blocked (document 003: 2000)."),
  allow_cidrs: uniqueList(filtered).default([]).describe("Address ranges that are never blocked."),
  block_cidrs: uniqueList(filtered).default([]).describe("Address ranges that are always blocked."),
});
