import * as z from "zod";
import { budget } from "../alerts";
import { apiDomain, apiLogLevel, apiThrottle, bedrockModel } from "../aws-shared/api";
import { code, functionSettings } from "../aws-shared/function";
import { site } from "../aws-shared/site";
import { tables } from "../aws-shared/tables";
import { uniqueList } from "../common";
import { deploy } from "../deploy";
import { timezone } from "../formats";
import { release } from "../release/release";
import { awsSchedule } from "../schedule";
import { awsShared } from "../shared";
import { system } from "../system";
import { websocketAlarms } from "./alarms";

const origin = z.union([
  z.literal("*"),
  z.string().regex(/^https?:\/\/[^/\s,]+$/, { error: "an origin such as https://x.example" }),
]);

const api = z
  .strictObject({
    throttle: apiThrottle(500, 1000, "Messages"),
    log_level: apiLogLevel,
    data_trace: z
      .boolean()
      .default(false)
      .describe("Whether the execution log holds whole messages, and the tokens with which clients connect."),
    allowed_origins: uniqueList(origin)
      .min(1)
      .optional()
      .describe(
        "Web origins whose pages may connect; * for all. Default: the site's. Clients other than browsers are not restricted.",
      ),
    ...apiDomain,
  })
  .prefault({})
  .describe("WebSocket API of the system, on API Gateway.");

const chat = z
  .strictObject({
    model: bedrockModel
      .optional()
      .describe(
        "Model on Amazon Bedrock that writes the answers, or inference profile, by which most current models are offered: a region of its geography answers. Default: built-in rules for service requests, without a model.",
      ),
    connection_minutes: z
      .int()
      .min(10)
      .max(120)
      .default(120)
      .describe("Minutes until a connection's record expires. API Gateway ends a connection after 120 minutes."),
    conversation_days: z.int().min(1).max(3650).default(90).describe("Days until a message of a conversation expires."),
  })
  .prefault({})
  .describe("How the bot answers, and how long it keeps connections and conversations.");

/** `aws-websocket-<environment>`: the Agentic Service Bot (document 001). */
export const awsWebsocket = z.strictObject({
  ...awsShared,
  ...system,
  code,
  site,
  api,
  chat,
  functions: z
    .strictObject({
      authorizer: functionSettings(
        { memory_mib: 256, timeout_seconds: 10 },
        "Lambda function that decides whether a client may connect.",
      ),
      connect: functionSettings(
        { memory_mib: 256, timeout_seconds: 10 },
        "Lambda function that records a new connection.",
      ),
      disconnect: functionSettings(
        { memory_mib: 256, timeout_seconds: 10 },
        "Lambda function that removes a closed connection.",
      ),
      chat: functionSettings(
        { memory_mib: 512, timeout_seconds: 29 },
        "Lambda function that answers a message; API Gateway waits for it 29 s at most.",
      ),
      summary: functionSettings(
        { memory_mib: 256, timeout_seconds: 60 },
        "Lambda function that writes the daily summary.",
      ),
    })
    .prefault({})
    .describe("Lambda functions of the system."),
  tables,
  summary: z
    .strictObject({
      schedule: awsSchedule
        .default("cron(0 7 * * ? *)")
        .describe("When the summary of the day before is sent, as a cron or rate expression in `timezone`."),
      timezone: timezone
        .default("Etc/UTC")
        .describe("IANA time zone of `schedule`. The days that are summarized are those of UTC."),
      severity: z
        .enum(["critical", "warning"])
        .default("warning")
        .describe("Which addresses of `notifications` get the summary."),
      enabled: z.boolean().default(true).describe("Whether the daily summary is sent."),
    })
    .prefault({})
    .describe("Daily summary by e-mail (document 001)."),
  alarms: websocketAlarms,
  deploy: deploy.optional(),
  release,
  budget: budget.optional(),
});
