import { cidrSubnet, parseCidr } from "../../cidr";

/** IPv4 range of each subnet. */
export type NetworkTiers = Readonly<Record<"gateway" | "containers" | "apps" | "database" | "endpoints", string>>;

/**
 * Divides a network (/16 to /22) into two large subnets for containers and three small ones: a /16 gives /20 and /24, a /20 gives
 * /22 and /25, a /22 gives /24 and /27, the smallest that Azure accepts. An Application Gateway needs an address per instance and
 * five more; Azure recommends /24.
 */
export function networkTiers(cidr: string): NetworkTiers {
  const { prefix } = parseCidr(cidr);
  if (prefix < 16 || prefix > 22) {
    throw new Error(`network "${cidr}": expected /16 to /22, found /${prefix}`);
  }
  const [largeBits, smallBits] = prefix < 20 ? [4, 8] : [2, 5];
  const rest = cidrSubnet(cidr, largeBits, 2 ** largeBits - 1);
  const small = (index: number) => cidrSubnet(rest, smallBits - largeBits, index);
  return {
    containers: cidrSubnet(cidr, largeBits, 0),
    apps: cidrSubnet(cidr, largeBits, 1),
    gateway: small(0),
    database: small(1),
    endpoints: small(2),
  };
}
