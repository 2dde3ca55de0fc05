/** A month's cost against its budget; a figure that is not known is left undefined. */
export interface MonthCost {
  readonly limit: number | undefined;
  readonly actual: number | undefined;
  readonly forecast: number | undefined;
  /** The currency. @default - the service does not say it */
  readonly unit?: string;
}

/** `40.00 of 100 USD this month, forecast 80.00`. */
export function costText({ limit, actual, forecast, unit }: MonthCost): string {
  const all = `${money(actual)} of ${money(limit)}${unit ? ` ${unit}` : ""} this month`;
  return `${all}, ${forecast === undefined ? "no forecast yet" : `forecast ${money(forecast)}`}`;
}

const money = (value: number | undefined) => (value === undefined ? "unknown" : value.toFixed(value < 100 ? 2 : 0));
