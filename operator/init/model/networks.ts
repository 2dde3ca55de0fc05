import { overlaps } from "../../../modules/cidr";

/** Ranges that clusters and container engines often use for themselves. */
const avoided = ["10.42.0.0/15", "10.96.0.0/12", "10.244.0.0/16"];

/** Hands out address ranges that overlap none of those in `text`, and none that was handed out. */
export class Networks {
  private readonly used: string[];

  constructor(text: string) {
    this.used = [
      ...avoided,
      ...[...text.matchAll(/\b\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}\b/g)].flatMap(([range]) => whole(range)),
    ];
  }

  /** A free range of 65536 addresses. */
  next(): string {
    for (let second = 20; second < 256; second++) {
      const range = `10.${second}.0.0/16`;
      if (this.used.some((other) => overlaps(range, other))) continue;
      this.used.push(range);
      return range;
    }
    throw new Error("no address range is free: all from 10.20.0.0/16 to 10.255.0.0/16 are in use");
  }
}

/** The range that an address and its prefix are in; nothing for what is none, and for all addresses, which name no network. */
function whole(range: string): string[] {
  const [address = "", prefix] = range.split("/");
  const octets = address.split(".").map(Number);
  const bits = Number(prefix);
  if (octets.some((octet) => octet > 255) || bits < 9 || bits > 32) return [];
  const size = 2 ** (32 - bits);
  const start = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const first = start - (start % size);
  return [`${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${bits}`];
}
