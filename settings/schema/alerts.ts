import * as z from "zod";
import { percent, seconds, uniqueList } from "./common";
import { email } from "./formats";

/** The threshold of an alert, under a key whose name says the unit. */
const thresholds = {
  threshold_count: z.number().min(0).describe("Threshold of the alert, as a number of what it counts."),
  threshold_percent: percent.describe("Threshold of the alert, in percent."),
  threshold_ms: z.number().min(0).describe("Threshold of the alert, in milliseconds."),
  threshold_minutes: z.number().min(0).describe("Threshold of the alert, in minutes."),
};

type Threshold = keyof typeof thresholds;

interface AlertDefaults {
  readonly for_seconds: number;
  readonly severity: "critical" | "warning";
  /** When the alert is raised. */
  readonly description: string;
}

/** One alert with the default figures of its document, such as `alert({ threshold_percent: 85 }, { for_seconds: 300, … })`. */
export function alert<K extends Threshold>(threshold: Readonly<Record<K, number>>, defaults: AlertDefaults) {
  const [[key, value]] = Object.entries(threshold) as [[K, number]];
  const own = { [key]: (thresholds[key] as z.ZodNumber).default(value) } as Record<K, z.ZodDefault<z.ZodNumber>>;
  return z
    .strictObject({
      ...own,
      for_seconds: seconds
        .multipleOf(60)
        .default(defaults.for_seconds)
        .describe("Seconds that the condition must hold before the alert is raised."),
      severity: z
        .enum(["critical", "warning"])
        .default(defaults.severity)
        .describe("Which addresses of `notifications` get the alert."),
      enabled: z.boolean().default(true).describe("Whether the alert exists at all."),
    })
    .prefault({} as never) // Every key has a default; TypeScript cannot see that of a key that is a parameter.
    .describe(defaults.description);
}

/** One alert of any block: when it is raised, and which addresses get it. Exactly one threshold is there. */
export type AlertBlock = { readonly [K in Threshold]?: number } & {
  readonly for_seconds: number;
  readonly severity: "critical" | "warning";
  readonly enabled: boolean;
};

/** The alerts of documents 002 and 003 with their thresholds. Every platform turns the same block into its own alarms. */
export const alerts = z
  .strictObject({
    api_down: alert(
      { threshold_count: 1 },
      { for_seconds: 300, severity: "critical", description: "Raised when fewer healthy replicas run." },
    ),
    database_connections: alert(
      { threshold_count: 5 },
      {
        for_seconds: 300,
        severity: "critical",
        description: "Raised when the database refuses this many connections or more.",
      },
    ),
    error_rate: alert(
      { threshold_percent: 1 },
      {
        for_seconds: 300,
        severity: "critical",
        description: "Raised when more of the requests end in a server error (document 003: HighErrorRate).",
      },
    ),
    disk_free: alert(
      { threshold_percent: 10 },
      { for_seconds: 300, severity: "critical", description: "Raised when less database storage is free." },
    ),
    memory: alert(
      { threshold_percent: 85 },
      { for_seconds: 300, severity: "critical", description: "Raised when more memory is used." },
    ),
    latency_p95: alert(
      { threshold_ms: 500 },
      {
        for_seconds: 300,
        severity: "warning",
        description: "Raised when the 95th percentile of the response time is higher.",
      },
    ),
    cpu: alert(
      { threshold_percent: 80 },
      { for_seconds: 300, severity: "warning", description: "Raised when more CPU is used." },
    ),
  })
  .prefault({})
  .describe("Alerts on the application and its database. Every cloud makes its own alarms of them.");

export const notifications = z
  .strictObject({
    critical: uniqueList(email)
      .default([])
      .describe("Addresses that get critical alerts. At least one where `protected` is true."),
    warning: uniqueList(email).default([]).describe("Addresses that get alerts of severity `warning`."),
  })
  .prefault({})
  .describe("E-mail addresses that get alerts, by severity.");

export const budget = z
  .strictObject({
    monthly_usd: z.number().positive().describe("Planned cost per month, in US dollars."),
    emails: uniqueList(email)
      .min(1)
      .max(10)
      .describe(
        "Addresses that get an e-mail when the month's forecast reaches 80 % and 100 % of `monthly_usd`, or its cost 100 %.",
      ),
  })
  .describe(
    "Cost of the stack that triggers e-mails; it stops nothing. On AWS it counts nothing until the tag `Stack` is activated for cost allocation. Default: no budget.",
  );

export type Budget = z.infer<typeof budget>;
