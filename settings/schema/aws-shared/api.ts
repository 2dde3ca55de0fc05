import * as z from "zod";
import { alert } from "../alerts";
import { arn, domain } from "../common";

/** What is set alike of every API on API Gateway, whatever it speaks, and of the functions behind it. */

/** A name of its own for the API. */
export const apiDomain = {
  domain: domain
    .optional()
    .describe("Name of the API; with `zone_id` a certificate is made and an alias written. Default: API Gateway's."),
  zone_id: z.string().optional().describe("Route53 zone of `domain`."),
  certificate_arn: arn.optional().describe("An ACM certificate of this region. Default: one is made for `domain`."),
};

/** What a function asks for text. */
export const bedrockModel = z
  .string()
  .regex(/^[a-z0-9-]+\.[\w.:-]+$/, { error: "a model id of Bedrock such as amazon.nova-lite-v1:0" });

/** What must not happen to any function behind the API. */
export const functionAlarms = {
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
};
