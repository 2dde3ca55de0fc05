import * as z from "zod";
import { budget } from "../alerts";
import { apiDomain, bedrockModel } from "../aws-shared/api";
import { functionSettings } from "../aws-shared/function";
import { site } from "../aws-shared/site";
import { webFirewall } from "../aws-shared/web-firewall";
import { days, percent } from "../common";
import { applicationBlocks, shared } from "../shared";
import { serverlessAlarms } from "./alarms";

const api = z
  .strictObject({
    throttle: z
      .strictObject({
        rate_per_second: z.int().min(1).max(10_000).default(1000).describe("Requests a second; more get 429."),
        burst: z.int().min(1).max(5000).default(2000).describe("That may come at once on top."),
      })
      .prefault({})
      .describe("Of the whole API (document 000)."),
    log_level: z.enum(["OFF", "ERROR", "INFO"]).default("INFO").describe("Of API Gateway's own log (document 000)."),
    data_trace: z
      .boolean()
      .default(false)
      .describe("That log holds whole requests and answers (document 000), with the data in them."),
    cors_origin: z
      .union([
        z.literal("*"),
        z.string().regex(/^https?:\/\/[^/\s]+$/, { error: "an origin such as https://x.example" }),
      ])
      .optional()
      .describe("Web origin whose pages may call; * for all (document 000). Default: the site."),
    ...apiDomain,
    web_firewall: webFirewall
      .extend({ enabled: z.boolean().default(true).describe("False: no firewall.") })
      .prefault({})
      .describe("AWS WAF before the API."),
  })
  .prefault({})
  .describe("REST API on API Gateway.");

const users = z
  .strictObject({
    self_sign_up: z.boolean().default(true).describe("People register by themselves (document 000)."),
    mfa: z
      .enum(["off", "optional", "required"])
      .default("optional")
      .describe("A code of an authenticator app beside the password."),
    threat_protection: z
      .enum(["off", "audit", "enforced"])
      .default("off")
      .describe("Cognito looks for stolen passwords and unusual sign-ins, at a price for each user."),
    password_length: z
      .int()
      .min(8)
      .max(99)
      .default(8)
      .describe("At least; all four kinds of characters anyway (document 000)."),
    callback_urls: z
      .array(z.url({ protocol: /^https?$/ }))
      .default([])
      .describe("Pages to which sign-in leads back, beside the site."),
  })
  .prefault({})
  .describe("Cognito user pool.");

/** `aws-serverless-<environment>`: the AI Test Automation Platform (document 000). */
export const awsServerless = z.strictObject({
  ...shared,
  system: z.literal("ai-test-automation").default("ai-test-automation").describe("First part of every name."),
  site,
  api,
  users,
  functions: z
    .strictObject({
      test_execution: functionSettings({ memory_mib: 1024, timeout_seconds: 300 }, "Answers the API (document 000)."),
      ai_analysis: functionSettings(
        { memory_mib: 2048, timeout_seconds: 180 },
        "Reads finished executions (document 000).",
      ),
    })
    .prefault({}),
  analysis: z
    .strictObject({
      model: bedrockModel
        .optional()
        .describe("Model on Amazon Bedrock that writes the summary. Default: rules of thumb alone, without a network."),
      batch_size: z.int().min(1).max(100).default(10).describe("Most executions of one call."),
      retries: z.int().min(0).max(100).default(3).describe("Before an execution is given up, and is a dead letter."),
    })
    .prefault({})
    .describe("What is made of the results."),
  tables: z
    .strictObject({
      capacity: z
        .strictObject({
          min: z.int().min(1).max(40_000).default(5).describe("Least units of reading and of writing (document 000)."),
          max: z.int().min(1).max(40_000).default(100).describe("Most (document 000)."),
          target_percent: percent.min(20).max(90).default(70).describe("Share of them in use (document 000)."),
        })
        .optional()
        .describe("Provisioned capacity that follows its use. Absent: on demand."),
    })
    .prefault({})
    .describe("Both tables."),
  test_data: z
    .strictObject({
      noncurrent_days: days.default(90).describe("Old versions are kept this long (document 000)."),
    })
    .prefault({})
    .describe("The bucket for test data and logs."),
  backup: applicationBlocks.backup.prefault({}),
  alarms: serverlessAlarms,
  budget: budget.optional(),
});
