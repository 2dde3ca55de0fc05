import type { Alert } from "../../../alerts";
import { graph, measured } from "../dashboards-widgets";
import type { Calculation } from "../metrics";
import type { Watched } from "../watched";
import { functionMetric } from "./watch-function";

/** The share of the calls that fail, in percent: one graph for all functions, and an alarm for each. Keys name the alarms. */
export function watchErrorRate(functions: Readonly<Record<string, { readonly name: string }>>, alert: Alert): Watched {
  const rates = Object.entries(functions).map(([key, { name }]): [string, Calculation] => {
    const id = key.replaceAll("-", "_");
    const metrics = {
      [`${id}_errors`]: functionMetric(name, "Errors", "Sum"),
      [`${id}_calls`]: functionMetric(name, "Invocations", "Sum"),
    };
    return [key, { metrics, expression: `100 * ${id}_errors / ${id}_calls` }];
  });
  return {
    widgets: {
      overview: [
        graph(
          "failed calls (%)",
          rates.flatMap(([key, rate]) => measured(rate, key)),
          alert.threshold,
        ),
      ],
    },
    alarms: rates.map(([key, measurement]) => ({
      part: `${key}-error-rate`,
      alert,
      measurement,
      firesWhen: "GreaterThan",
      missingData: "notBreaching", // No call, no error.
      meaning: `Too many calls of the function ${key} fail.`,
      remedy: "Read its log for the exception. If a release preceded it, send the calls to the previous version.",
    })),
  };
}
