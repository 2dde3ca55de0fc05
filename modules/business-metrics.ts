import type { Alert } from "./alerts";

/** What an application counts of its own work: how much there was, and how much of it failed. It makes the business dashboard. */
export interface BusinessMetrics {
  /** Title of the first graph, such as `Orders`. */
  readonly title: string;
  /** What is counted, in the plural: `orders`. */
  readonly unit: string;
  /** Counter of all of them, and its name in graphs. */
  readonly total: { readonly metric: string; readonly legend: string };
  /** Counter of those that failed. */
  readonly failed: { readonly metric: string };
  /** Label of both counters by which graphs split them. @default - they are not split */
  readonly label?: string;
  /** Raised when too large a share fails, in percent. @default - no alert */
  readonly alert?: BusinessAlert;
}

/** An alert with texts of the application's own. */
export interface BusinessAlert extends Alert {
  /** With underscores, such as `order_failures`. */
  readonly name: string;
  /** What is wrong, in one sentence. */
  readonly meaning: string;
  /** What to look at and what to do. */
  readonly remedy: string;
}

/** The unit with a capital letter, as titles begin. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
