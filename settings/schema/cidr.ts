/** The range with its first address: `10.20.0.0/16` for `10.20.5.0/16`. */
export function firstOfRange(range: string): string {
  const { start, prefix } = readRange(range);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join(".")}/${prefix}`;
}

/** The length of the network part of a range, in bits. */
export const prefixOf = (range: string): number => readRange(range).prefix;

/** Whether every address of `inner` is in `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [o, i] = [readRange(outer), readRange(inner)];
  return o.start <= i.start && i.start + i.size <= o.start + o.size;
}

/** Whether two ranges share an address. Two ranges are either nested or apart. */
export const overlaps = (one: string, other: string): boolean => contains(one, other) || contains(other, one);

function readRange(range: string) {
  const [address = "", length] = range.split("/");
  const prefix = Number(length);
  const size = 2 ** (32 - prefix);
  const bits = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return { start: bits - (bits % size), size, prefix };
}
