/** An IPv4 range as numbers. */
interface Range {
  /** The first address. */
  readonly start: number;
  /** The number of addresses. */
  readonly size: number;
  /** Length of the network part in bits: 16 in `10.0.0.0/16`. */
  readonly prefix: number;
}

/** The CIDRs of a network's subnets: one per zone in each tier. */
export interface TierSubnets {
  /** For load balancers. */
  readonly public: string[];
  /** For containers and nodes. */
  readonly private: string[];
  /** For databases and caches. */
  readonly database: string[];
}

/** Reads `10.0.0.0/16`. An address that is not the first of its range is an error, because AWS would silently change it. */
export function parseCidr(cidr: string): Range {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  const [a, b, c, d, prefix] = match ? match.slice(1).map(Number) : [];
  if (!match || [a, b, c, d].some((octet) => octet > 255) || prefix > 32) {
    throw new Error(`CIDR "${cidr}": expected an IPv4 range such as 10.0.0.0/16`);
  }
  const start = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (32 - prefix);
  if (start % size !== 0) {
    throw new Error(
      `CIDR "${cidr}": expected the first address of its range, ${format(start - (start % size), prefix)}`,
    );
  }
  return { start, size, prefix };
}

/** The `index`-th of the ranges that `newBits` more network bits divide `cidr` into: `cidrSubnet("10.0.0.0/16", 8, 3)` is `10.0.3.0/24`. */
export function cidrSubnet(cidr: string, newBits: number, index: number): string {
  const { start, prefix } = parseCidr(cidr);
  const subnetPrefix = prefix + newBits;
  if (subnetPrefix > 32) {
    throw new Error(`CIDR "${cidr}": expected at most ${32 - prefix} more bits, found ${newBits}`);
  }
  if (index >= 2 ** newBits) {
    throw new Error(`CIDR "${cidr}": expected an index below ${2 ** newBits} for ${newBits} more bits, found ${index}`);
  }
  return format(start + index * 2 ** (32 - subnetPrefix), subnetPrefix);
}

/** Whether every address of `inner` is in `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [o, i] = [parseCidr(outer), parseCidr(inner)];
  return o.start <= i.start && i.start + i.size <= o.start + o.size;
}

/** Whether two ranges share an address. Two CIDR ranges are either nested or separate. */
export function overlaps(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}

/**
 * Divides a network (/16 to /22) into three tiers. The large private subnets are at its start. The last block of their size
 * holds the public subnets in its first half and the database subnets in its second half, so that a third zone can be added
 * without moving the first two. A /16 gets /20 and /24 (and 12 or 13 free /20), a /20 gets /22 and /25. A load balancer needs
 * a public subnet of at least /27 (AWS limit).
 */
export function tierSubnets(cidr: string, zones: number): TierSubnets {
  const { prefix } = parseCidr(cidr);
  if (prefix < 16 || prefix > 22) {
    throw new Error(
      `network "${cidr}": expected /16 to /22 to compute subnets from, found /${prefix}; give its subnets`,
    );
  }
  const [largeBits, smallBits] = prefix < 20 ? [4, 8] : [2, 5];
  const rest = cidrSubnet(cidr, largeBits, 2 ** largeBits - 1);
  const bits = smallBits - largeBits;
  const perZone = (subnet: (zone: number) => string) => Array.from({ length: zones }, (_, zone) => subnet(zone));
  return {
    public: perZone((zone) => cidrSubnet(rest, bits, zone)),
    private: perZone((zone) => cidrSubnet(cidr, largeBits, zone)),
    database: perZone((zone) => cidrSubnet(rest, bits, zone + 2 ** (bits - 1))),
  };
}

/** Refuses subnets that are not one per zone and tier, lie outside the network, or overlap. */
export function checkSubnets(cidr: string, zones: number, subnets: TierSubnets): void {
  for (const tier of ["public", "private", "database"] as const) {
    if (subnets[tier].length !== zones) {
      throw new Error(`${tier} subnets of "${cidr}": expected ${zones}, one per zone, found ${subnets[tier].length}`);
    }
  }
  const all = [...subnets.public, ...subnets.private, ...subnets.database];
  all.forEach((subnet, index) => {
    if (!contains(cidr, subnet)) throw new Error(`subnet "${subnet}": expected a part of "${cidr}"`);
    const other = all.slice(0, index).find((earlier) => overlaps(earlier, subnet));
    if (other) throw new Error(`subnet "${subnet}": expected no overlap, found one with "${other}"`);
  });
}

function format(address: number, prefix: number): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}
