import type { Cursor } from "./cursor";
import type { Refuse } from "./text";

const literal = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Reads a number and moves behind it. `undefined` if it was refused. */
export function readNumber(cursor: Cursor, refuse: Refuse): number | undefined {
  const source = cursor.match(/-?\d(?:[eE][+-]|[\w.])*/y) as string;
  const value = toNumber(source, refuse);
  cursor.advance(source.length);
  return value;
}

function toNumber(source: string, refuse: Refuse): number | undefined {
  const [, sign, whole = "", fraction = "", exponent = "0"] = literal.exec(source) ?? [];
  if (sign === undefined) {
    refuse("malformed number", 'a decimal number such as 5, -1 or 0.5 (an id or a version is text: "…")', source);
    return undefined;
  }
  const value = Number(source);
  const isZero = /^0*$/.test(whole + fraction);
  if (!Number.isFinite(value) || (value === 0 && !isZero)) {
    refuse("number out of range", "one that a 64-bit floating-point number holds", source);
    return undefined;
  }
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER && !isExact(value, `${sign}${whole}`, fraction, Number(exponent))) {
    refuse("number that would lose digits", "at most 2^53, or text in quotes", source);
    return undefined;
  }
  return isZero ? 0 : value;
}

/** Whether a large number is exactly what its digits say. */
function isExact(value: number, whole: string, fraction: string, exponent: number): boolean {
  const shift = exponent - fraction.length;
  const digits = BigInt(whole + fraction);
  return shift >= 0
    ? digits * 10n ** BigInt(shift) === BigInt(value)
    : digits === BigInt(value) * 10n ** BigInt(-shift);
}
