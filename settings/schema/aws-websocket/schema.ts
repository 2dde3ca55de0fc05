import * as z from "zod";
import { budget } from "../alerts";
import { apiDomain, bedrockModel } from "../aws-shared/api";
import { functionSettings } from "../aws-shared/function";
import { site } from "../aws-shared/site";
import { cron, percent } from "../common";
import { shared } from "../shared";
import { websocketAlarms } from "./alarms";

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
    log_level: z.enum(["OFF", "ERROR", "INFO"]).default("INFO").describe("Of API Gateway's own log (document 001)."),
    data_trace: z.boolean().default(false).describe("That log holds whole messages, and the tokens of who connects."),
    allowed_origins: z
      .array(origin)
      .min(1)
      .optional()
      .describe(
        "Web origins whose pages may connect; * for all. Default: the site's. Clients that are no page may always.",
      ),
    ...apiDomain,
  })
  .prefault({})
  .describe("WebSocket API on API Gateway.");

const chat = z
  .strictObject({
    model: bedrockModel
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

/** `aws-websocket-<environment>`: the Agentic Service Bot (document 001). */
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
    .describe("Daily summary by e-mail (document 001)."),
  alarms: websocketAlarms,
  budget: budget.optional(),
});
