import type * as z from "zod";
import type { webFirewall } from "../../settings/schema/aws-shared/web-firewall";

/** The rules of a web firewall as the module takes them. */
export function firewallRules(settings: z.infer<typeof webFirewall>) {
  return {
    requestsPerIp: settings.requests_per_ip,
    allowCidrs: settings.allow_cidrs,
    blockCidrs: settings.block_cidrs,
    countOnly: settings.count_only,
  };
}
