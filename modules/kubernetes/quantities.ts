/**
 * Quantities in the form in which the API server returns them (`1`, not `1000m`; `2Gi`, not `2048Mi`), so that a second plan
 * shows no difference.
 */

/** A number such as of CPUs, to a thousandth. */
export function quantity(amount: number): string {
  return Number.isInteger(amount) ? String(amount) : `${Math.round(amount * 1000)}m`;
}

/** A size in MiB. */
export function mebibytes(mib: number): string {
  return mib % 1024 === 0 ? `${mib / 1024}Gi` : `${mib}Mi`;
}

const factors: Readonly<Record<string, number>> = {
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** The number of a quantity in its base unit (CPUs, bytes). Undefined for a value that only Terraform knows. */
export function amountOf(text: unknown): number | undefined {
  const [, digits, unit = ""] = /^([\d.]+)([a-zA-Z]*)$/.exec(String(text)) ?? [];
  const factor = factors[unit];
  return digits !== undefined && factor !== undefined ? Number(digits) * factor : undefined;
}
