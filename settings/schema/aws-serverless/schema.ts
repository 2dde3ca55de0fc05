import * as z from "zod";
import { budget } from "../alerts";
import { apiDomain, apiLogLevel, apiThrottle, bedrockModel } from "../aws-shared/api";
import { code, functionSettings } from "../aws-shared/function";
import { site } from "../aws-shared/site";
import { tables } from "../aws-shared/tables";
import { webFirewall } from "../aws-shared/web-firewall";
import { noncurrentDays, uniqueList } from "../common";
import { deploy } from "../deploy";
import { email, returnUrl } from "../formats";
import { release } from "../release/release";
import { applicationBlocks, awsShared } from "../shared";
import { system } from "../system";
import { serverlessAlarms } from "./alarms";

const api = z
  .strictObject({
    throttle: apiThrottle(1000, 2000, "Requests"),
    log_level: apiLogLevel,
    data_trace: z
      .boolean()
      .default(false)
      .describe("Whether the execution log holds whole requests and responses with their data (document 000)."),
    cors_origin: z
      .union([
        z.literal("*"),
        z.string().regex(/^https?:\/\/[^/\s]+$/, { error: "an origin such as https://x.example" }),
      ])
      .optional()
      .describe("Web origin whose pages may call the API; * for all (document 000). Default: the site's origin."),
    ...apiDomain,
    web_firewall: webFirewall
      .extend({
        enabled: z.boolean().default(true).describe("Whether the API has a web ACL."),
        requests_per_ip: webFirewall.shape.requests_per_ip
          .removeDefault()
          .default(30_000)
          .describe(
            "Requests per client address and five minutes above which it is blocked: by default 100 per second, because many runners of tests may share one address.",
          ),
      })
      .prefault({})
      .describe(
        "AWS WAF web ACL that filters requests to the API by address, path and headers; what it finds in a body it counts.",
      ),
  })
  .prefault({})
  .describe("REST API of the system, on API Gateway.");

const users = z
  .strictObject({
    self_sign_up: z.boolean().default(true).describe("Whether people may create their own account (document 000)."),
    team_group: z
      .string()
      .regex(/^[\w.-]{1,128}$/, { error: "letters, digits, dots, hyphens and underscores" })
      .default("testers")
      .describe(
        "Group of the user pool whose members read and change all executions; others only those that they created. An administrator puts users in.",
      ),
    mfa: z
      .enum(["off", "optional", "required"])
      .default("optional")
      .describe("Whether sign-in takes a code of an authenticator app in addition to the password."),
    threat_protection: z
      .enum(["off", "audit", "enforced"])
      .default("off")
      .describe(
        "What Cognito does about stolen passwords and unusual sign-ins: nothing, record or block. It has a price per user.",
      ),
    // Cognito API reference, "PasswordPolicyType": MinimumLength, 6 to 99; the document asks for 8.
    password_length: z
      .int()
      .min(8)
      .max(99)
      .default(8)
      .describe(
        "Least characters of a password; it must have all four kinds of characters in any case (document 000).",
      ),
    email: z
      .strictObject({
        identity_arn: z
          .string()
          .regex(/^arn:aws:ses:[a-z0-9-]+:\d{12}:identity\/[\w.@+-]+$/, {
            error:
              "the ARN of an identity of Amazon SES, such as arn:aws:ses:us-east-1:111111111111:identity/example.com",
          })
          .describe("ARN of a verified domain or address of Amazon SES, whose account is out of SES's sandbox."),
        from: email.describe("Sender of the mails: an address of the identity."),
      })
      .optional()
      .describe(
        "How codes and invitations are mailed. Default: by Cognito, about 50 a day, from no-reply@verificationemail.com.",
      ),
    callback_urls: uniqueList(returnUrl)
      .max(99) // Cognito: 100, of which the site is one.
      .default([])
      .describe("Pages to which sign-in may return, in addition to the site."),
  })
  .prefault({})
  .describe("Cognito user pool with the accounts of the system.");

/** `aws-serverless-<environment>`: the AI Test Automation Platform (document 000). */
export const awsServerless = z.strictObject({
  ...awsShared,
  ...system,
  code,
  site,
  api,
  users,
  functions: z
    .strictObject({
      test_execution: functionSettings(
        { memory_mib: 1024, timeout_seconds: 300 },
        "Lambda function that answers the API's requests (document 000).",
      ),
      ai_analysis: functionSettings(
        { memory_mib: 2048, timeout_seconds: 180 },
        "Lambda function that analyses finished executions (document 000).",
      ),
    })
    .prefault({})
    .describe("Lambda functions of the system."),
  analysis: z
    .strictObject({
      model: bedrockModel
        .optional()
        .describe(
          "Model on Amazon Bedrock that writes the summary, or inference profile, by which most current models are offered: a region of its geography answers. Default: built-in rules, without a model.",
        ),
      batch_size: z.int().min(1).max(100).default(10).describe("Most executions that one call analyses."),
      retries: z
        .int()
        .min(0)
        .max(100)
        .default(3)
        .describe("Times that a failed analysis is retried before the execution goes to the dead-letter queue."),
    })
    .prefault({})
    .describe("Analysis of the results of finished executions."),
  tables,
  test_data: z
    .strictObject({
      noncurrent_days: noncurrentDays,
    })
    .prefault({})
    .describe("S3 bucket for test data and logs (document 000)."),
  backup: applicationBlocks.backup.prefault({}),
  alarms: serverlessAlarms,
  deploy: deploy.optional(),
  release,
  budget: budget.optional(),
});
