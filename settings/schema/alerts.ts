import * as z from "zod";
import { email, seconds } from "./common";

type Unit = "percent" | "milliseconds" | "minutes" | "count";

interface AlertDefaults {
  readonly threshold: number;
  readonly unit: Unit;
  readonly for_seconds: number;
  readonly severity: "critical" | "warning";
  readonly description: string;
}

/** One alert with the figures that its document asks for. */
export const alert = ({ description, unit, ...defaults }: AlertDefaults) =>
  z
    .strictObject({
      threshold: z.number().min(0).default(defaults.threshold).describe("In `unit`."),
      unit: z.literal(unit).default(unit).describe("Stands here so that a threshold can be read; it cannot change."),
      for_seconds: seconds
        .multipleOf(60)
        .default(defaults.for_seconds)
        .describe("How long it lasts before anyone is told."),
      severity: z
        .enum(["critical", "warning"])
        .default(defaults.severity)
        .describe("Who is told: see `notifications`."),
      enabled: z.boolean().default(true).describe("False: no alarm."),
    })
    .prefault({})
    .describe(description);

/** The alerts of documents 002 and 003 with their thresholds. Every platform turns the same block into its own alarms. */
export const alerts = z
  .strictObject({
    api_down: alert({
      threshold: 1,
      unit: "count",
      for_seconds: 300,
      severity: "critical",
      description: "Fewer healthy replicas than this.",
    }),
    database_connections: alert({
      threshold: 5,
      unit: "count",
      for_seconds: 300,
      severity: "critical",
      description: "This many connections refused.",
    }),
    error_rate: alert({
      threshold: 1,
      unit: "percent",
      for_seconds: 300,
      severity: "critical",
      description: "More of the requests end in a server error than this (document 003: HighErrorRate).",
    }),
    disk_free: alert({
      threshold: 10,
      unit: "percent",
      for_seconds: 300,
      severity: "critical",
      description: "Less free database storage than this.",
    }),
    memory: alert({
      threshold: 85,
      unit: "percent",
      for_seconds: 300,
      severity: "critical",
      description: "More memory used than this.",
    }),
    latency_p95: alert({
      threshold: 500,
      unit: "milliseconds",
      for_seconds: 300,
      severity: "warning",
      description: "95 % of responses are slower than this.",
    }),
    test_failures: alert({
      threshold: 20,
      unit: "percent",
      for_seconds: 300,
      severity: "warning",
      description: "More of the test executions fail than this.",
    }),
    cpu: alert({
      threshold: 80,
      unit: "percent",
      for_seconds: 300,
      severity: "warning",
      description: "More CPU used than this.",
    }),
  })
  .prefault({});

export const notifications = z
  .strictObject({
    critical: z.array(email).default([]).describe("Addresses that are paged."),
    warning: z.array(email).default([]).describe("Addresses that are told."),
  })
  .prefault({})
  .describe("Who hears of an alert, by severity.");

/** What may be spent. */
export const budget = z.strictObject({
  monthly_usd: z.number().positive().describe("The budget."),
  emails: z.array(email).min(1).max(10).describe("Who is told at 80 % and 100 % of it."),
});
