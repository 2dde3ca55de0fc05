import * as z from "zod";
import { alert, budget } from "./alerts";
import { site } from "./aws-site";
import { arn, cron, domain, percent } from "./common";
import { functionSettings } from "./function";
import { shared } from "./shared";

const origin = z.union([
  z.literal("*"),
  z.string().regex(/^https?:\/\/[^/\s,]+$/, { error: "an origin such as https://x.example" }),
]);

const api = z
  .strictObject({
    throttle: z
      .strictObject({
        rate_per_second: z.int().min(1).max(10_000).default(500).describe("Messages a second; more are refused."),
        burst: z.int().min(1).max(5000).default(1000).describe("That may come at once on top."),
      })
      .prefault({})
      .describe("Of the whole API."),
    log_level: z.enum(["OFF", "ERROR", "INFO"]).default("INFO").describe("Of API Gateway's own log (seed 001)."),
    data_trace: z.boolean().default(false).describe("That log holds whole messages, and the tokens of who connects."),
    allowed_origins: z
      .array(origin)
      .min(1)
      .optional()
      .describe(
        "Web origins whose pages may connect; * for all. Default: the site's. Clients that are no page may always.",
      ),
    domain: domain
      .optional()
      .describe("Name of the API; with `zone_id` a certificate is made and an alias written. Default: API Gateway's."),
    zone_id: z.string().optional().describe("Route53 zone of `domain`."),
    certificate_arn: arn.optional().describe("An ACM certificate of this region. Default: one is made for `domain`."),
  })
  .prefault({})
  .describe("WebSocket API on API Gateway.");

const chat = z
  .strictObject({
    model: z
      .string()
      .regex(/^[a-z0-9-]+\.[\w.:-]+$/, { error: "a model id of Bedrock such as amazon.nova-lite-v1:0" })
      .optional()
      .describe("Model on Amazon Bedrock that answers. Default: rules that know service requests, without a network."),
    connection_minutes: z
      .int()
      .min(10)
      .max(120)
      .default(120)
      .describe("A connection is remembered this long; API Gateway ends each after two hours."),
    conversation_days: z.int().min(1).max(3650).default(90).describe("What was said is kept this long."),
  })
  .prefault({})
  .describe("Who answers, and how long what is remembered.");

const alarms = z
  .strictObject({
    function_error_rate: alert({
      threshold: 1,
      unit: "percent",
      for_seconds: 300,
      severity: "critical",
      description: "More of the calls of one function fail than this (seed 001).",
    }),
    function_errors: alert({
      threshold: 10,
      unit: "count",
      for_seconds: 600,
      severity: "critical",
      description: "This many failed calls of one function in each period.",
    }),
    function_duration: alert({
      threshold: 5000,
      unit: "milliseconds",
      for_seconds: 900,
      severity: "warning",
      description: "Calls of one function take this long on average.",
    }),
    function_throttles: alert({
      threshold: 0,
      unit: "count",
      for_seconds: 300,
      severity: "warning",
      description: "More calls of one function than this were refused, because too many ran.",
    }),
    dead_letters: alert({
      threshold: 0,
      unit: "count",
      for_seconds: 300,
      severity: "critical",
      description: "More events than this were given up.",
    }),
    api_client_errors: alert({
      threshold: 50,
      unit: "count",
      for_seconds: 300,
      severity: "warning",
      description: "More connections and messages than this were refused (seed 001: 4xx).",
    }),
    api_server_errors: alert({
      threshold: 1,
      unit: "percent",
      for_seconds: 300,
      severity: "critical",
      description: "More of the connections and messages fail than this (seed 001: 5xx).",
    }),
    api_latency_p95: alert({
      threshold: 3000,
      unit: "milliseconds",
      for_seconds: 900,
      severity: "warning",
      description: "95 % of the functions' runs are not faster than this.",
    }),
    table_throttles: alert({
      threshold: 0,
      unit: "count",
      for_seconds: 300,
      severity: "warning",
      description: "More reads and writes of one table than this were refused (seed 001).",
    }),
  })
  .prefault({})
  .describe("Periods are of 5 minutes where `for_seconds` is a multiple of 300, else of one.");

/** `aws-websocket-<environment>`: the Agentic Service Bot (seed 001). */
export const awsWebsocket = z.strictObject({
  ...shared,
  system: z.literal("agentic-service-bot").default("agentic-service-bot").describe("First part of every name."),
  site,
  api,
  chat,
  functions: z
    .strictObject({
      authorizer: functionSettings({ memory_mib: 256, timeout_seconds: 10 }, "Decides who may connect."),
      connect: functionSettings({ memory_mib: 256, timeout_seconds: 10 }, "Remembers a connection."),
      disconnect: functionSettings({ memory_mib: 256, timeout_seconds: 10 }, "Forgets it."),
      chat: functionSettings({ memory_mib: 512, timeout_seconds: 29 }, "Answers; API Gateway waits 29 s."),
      summary: functionSettings({ memory_mib: 256, timeout_seconds: 60 }, "Tells of each day."),
    })
    .prefault({}),
  tables: z
    .strictObject({
      capacity: z
        .strictObject({
          min: z.int().min(1).max(40_000).default(5).describe("Least units of reading and of writing."),
          max: z.int().min(1).max(40_000).default(100).describe("Most."),
          target_percent: percent.min(20).max(90).default(70).describe("Share of them in use."),
        })
        .optional()
        .describe("Provisioned capacity that follows its use. Absent: on demand."),
    })
    .prefault({})
    .describe("Both tables."),
  summary: z
    .strictObject({
      schedule: cron.default("cron(0 7 * * ? *)").describe("When the day before is told of, in `timezone`."),
      timezone: z.string().default("Etc/UTC").describe("Of the schedule; the days themselves are those of UTC."),
      severity: z.enum(["critical", "warning"]).default("warning").describe("Who is told: see `notifications`."),
      enabled: z.boolean().default(true).describe("False: nobody is told."),
    })
    .prefault({})
    .describe("Daily summary by e-mail (seed 001)."),
  alarms,
  budget: budget.optional(),
});
