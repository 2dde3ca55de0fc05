import { Release } from "@cdktf/provider-helm/lib/release";
import type { Synthesized } from "../../../synthesized";

/** The values of the only release, as its chart receives them. */
// biome-ignore lint/suspicious/noExplicitAny: values of any chart.
export function releaseValues(made: Synthesized): any {
  return JSON.parse(made.one(Release).values[0]);
}
