import { cidrSubnet, parseCidr } from "../../cidr";

/** One CIDR for each subnet. */
export type NetworkTiers = Readonly<Record<"gateway" | "containers" | "apps" | "database" | "endpoints", string>>;

/**
 * Divides a network (/16 to /22) so that what runs has room and the rest is small: a /16 gives /20 and /24, a /20 gives /22
 * and /25, a /22 gives /24 and /27, the smallest that Container Apps take. An Application Gateway needs an address for each
 * of its instances and five more: Azure recommends /24.
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
