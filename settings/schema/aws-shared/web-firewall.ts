import * as z from "zod";
import { cidr } from "../common";

/** AWS WAF, whatever it stands before. */
export const webFirewall = z.strictObject({
  count_only: z.boolean().default(false).describe("Rules count and block nothing: to try them out."),
  requests_per_ip: z
    .int()
    .min(10)
    .max(2_000_000_000)
    .default(2000)
    .describe("In five minutes; more are blocked (document 003: 2000)."),
  allow_cidrs: z.array(cidr).default([]).describe("Never blocked."),
  block_cidrs: z.array(cidr).default([]).describe("Always blocked."),
});
