import * as z from "zod";
import { alert } from "../alerts";
import { arn, domain, route53Zone } from "../formats";

/** Settings that every API on API Gateway has, REST or WebSocket, and the functions behind it. */

/** A domain name for the API. */
export const apiDomain = {
  domain: domain
    .optional()
    .describe("Domain name of the API; needs `zone_id`, where its record is written. Default: API Gateway's own name."),
  zone_id: route53Zone.optional().describe("Id of the Route53 zone of `domain`. Set together with `domain`."),
  certificate_arn: arn
    .optional()
    .describe("ARN of an ACM certificate of the stack's region for `domain`. Default: a new certificate."),
};

/** Limits on the requests of the whole API. */
export const apiThrottle = (rate: number, burst: number, what: "Requests" | "Messages") =>
  z
    .strictObject({
      rate_per_second: z
        .int()
        .min(1)
        .max(10_000)
        .default(rate)
        .describe(`${what} per second that the API accepts in the long run; more are refused with status 429.`),
      burst: z.int().min(1).max(5000).default(burst).describe(`${what} that the API accepts at once, above the rate.`),
    })
    .prefault({})
    .describe(`Limits on the ${what.toLowerCase()} of all clients together.`);

export const apiLogLevel = z
  .enum(["OFF", "ERROR", "INFO"])
  .default("INFO")
  .describe("What API Gateway writes to its execution log: nothing, errors, or every request.");

export const bedrockModel = z.string().regex(/^[a-z0-9-]+\.[\w.:-]+$/, {
  error:
    "the id of a model of Bedrock such as amazon.nova-lite-v1:0, or of an inference profile such as us.amazon.nova-lite-v1:0",
});

/** Alarms on each function behind the API. */
export const functionAlarms = {
  function_throttles: alert(
    { threshold_count: 0 },
    {
      for_seconds: 300,
      severity: "warning",
      description: "Raised when more calls of one function are refused because too many run at once.",
    },
  ),
  dead_letters: alert(
    { threshold_count: 0 },
    {
      for_seconds: 300,
      severity: "critical",
      description: "Raised when more events of one function end in its dead-letter queue.",
    },
  ),
};

/** How the alarms of an event-driven system divide `for_seconds`. */
export const alarmPeriods =
  "Alarms. A metric is evaluated in periods of 5 minutes if `for_seconds` is a multiple of 300, else in periods of 1 minute.";
