import * as z from "zod";

/** Types of single values that several blocks use. */

export const percent = z.number().min(0).max(100);

export const count = z.int().min(0);

export const days = z.int().min(1).max(3650);

/** Days that CloudWatch Logs can keep a log group (AWS: PutRetentionPolicy). */
export const logDays = z.union(
  [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653].map(
    (value) => z.literal(value),
  ),
);

export const seconds = z.int().min(1).max(86_400);

export const port = z.int().min(1).max(65_535);

export const cidr = z
  .string()
  .regex(/^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}\/([0-9]|[12]\d|3[0-2])$/, {
    error: "an IPv4 CIDR block such as 10.20.0.0/16",
  });

export const accountId = z.string().regex(/^\d{12}$/, { error: "a 12-digit AWS account id" });

export const arn = z.string().regex(/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:.+$/, { error: "an AWS ARN" });

export const region = z.string().regex(/^[a-z]{2}-[a-z]+-\d$/, { error: "an AWS region such as us-east-1" });

export const email = z.string().regex(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, { error: "an e-mail address" });

export const domain = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, { error: "a domain name in lower case" });

export const repository = z.string().regex(/^[\w.-]+\/[\w.-]+$/, { error: "owner/name" });

export const cron = z.string().regex(/^(cron|rate)\(.+\)$/, { error: 'a schedule such as "cron(0 3 * * ? *)"' });

/** A key that becomes part of resource names and addresses. */
export const part = z.string().regex(/^(?=.{1,31}$)[a-z](-?[a-z0-9])*$/, {
  error: "1 to 31 lower-case letters, digits and single hyphens, a letter first, no hyphen last",
});

/** A prefix of physical names, such as `agentic-service-bot-`. It ends in a hyphen, so that it matches no other system. */
export const namePrefix = z
  .string()
  .regex(/^[a-z][a-z0-9-]*-$/, { error: "a prefix of names that ends in a hyphen, such as agentic-service-bot-" });

export const environmentName = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, { error: "an environment variable name such as LOG_LEVEL" });

/** Age at which a replaced object is deleted, wherever objects have versions. */
export const noncurrentDays = days.default(90).describe("Days until a replaced or deleted object is removed for good.");

/** Age at which an access log is deleted. */
export const accessLogDays = days.default(90).describe("Days until an access log is deleted.");

/** A container that runs to its end, on clouds that take the five fields of cron. */
export const cronTask = z.strictObject({
  command: z.array(z.string()).min(1).describe("Command that the container runs, with its arguments."),
  schedule: z
    .string()
    .regex(/^(\S+ ){4}\S+$/, { error: "a schedule of cron such as 0 3 * * *" })
    .optional()
    .describe("When it runs, as five fields of cron in UTC. Default: only when a person or a pipeline starts it."),
});

/** The OpenTelemetry collector that runs next to the application's container. */
export const tracing = (image: string, texts: { enabled: string; description: string }) =>
  z
    .strictObject({
      enabled: z.boolean().default(true).describe(texts.enabled),
      sampling_percent: percent.default(5).describe("Percentage of requests that are traced."),
      collector_image: z.string().default(image).describe("Container image of the OpenTelemetry collector."),
    })
    .prefault({})
    .describe(texts.description);

/** Time of a backup, in UTC. */
export const backupTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, { error: "a time such as 2026-01-31T12:00:00Z" });
