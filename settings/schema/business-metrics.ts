import * as z from "zod";
import { alert, alerts } from "./alerts";

/**
 * A name that arrives unchanged on every platform: CloudWatch, Cloud Monitoring and Application Insights take it as it is; Prometheus
 * takes no other characters, and its exporters add `_total` to a counter that lacks it.
 */
const counter = z
  .string()
  .max(63)
  .regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*_total$/, {
    error: "a counter's name: lower-case words joined by _, with _total at its end, such as orders_placed_total",
  });

const sentence = z.string().min(1).max(400);

/** Words that Azure's query language keeps for itself. */
const taken = ["and", "as", "by", "failed", "from", "in", "let", "of", "on", "or", "percent", "to", "where", "with"];

/** What the application counts of its own work, which only its team can name. */
export const businessMetrics = z
  .strictObject({
    title: z.string().min(1).max(60).describe("Title of the first graph of the business dashboard, such as Orders."),
    unit: z
      .string()
      .regex(/^[a-z]{2,24}$/, { error: "a word in the plural, such as orders" })
      .describe("What is counted, in the plural. Part of the alert's name; cannot be changed without replacing it."),
    total: z
      .strictObject({
        metric: counter.describe("Counter of all of them that the application publishes."),
        legend: z
          .string()
          .regex(/^[a-z]{2,16}$/, { error: "a word, such as placed" })
          .refine((word) => !taken.includes(word), { error: `another word than ${taken.join(", ")}` })
          .default("all")
          .describe("Its name in graphs."),
      })
      .describe("All of what is counted, with any result."),
    failed: z
      .strictObject({ metric: counter.describe("Counter of those that failed that the application publishes.") })
      .describe("Those of them that failed, which is a share of all."),
    label: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,30}$/, { error: "a label's name in lower case, such as country" })
      .optional()
      .describe("Label of both counters by which graphs split them. Default: they are not split."),
    alert: alert(
      { threshold_percent: 20 },
      { for_seconds: 300, severity: "warning", description: "Raised when a larger share of them fails." },
    )
      .unwrap()
      .extend({
        name: z
          .string()
          .regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, { error: "lower-case words joined by _, such as order_failures" })
          .max(30)
          .refine((text) => !Object.hasOwn(alerts.unwrap().shape, text), {
            error: "another name than those of `alerts`",
          })
          .describe("Name of the alert. A renamed alert is replaced."),
        meaning: sentence.describe("What is wrong, in one sentence."),
        remedy: sentence.describe("What to look at and what to do."),
      })
      .optional()
      .describe("Alert on the share that fails. Default: no alert."),
  })
  .describe("What the application counts of its own work: the business dashboard and its alert. Default: neither.");
