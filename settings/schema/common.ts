import * as z from "zod";
import { firstOfRange, overlaps } from "./cidr";
import { image } from "./formats";
import { cronFields } from "./schedule";

/** Types of single values that several blocks use. */

export const percent = z.number().min(0).max(100);

/** What autoscaling aims at: no service aims at nothing, and Kubernetes takes whole percents only. */
export const targetPercent = z.int().min(1).max(100);

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

/** An address range: an IPv4 CIDR block that begins with its first address, as every cloud wants it. */
export const cidr = z
  .string()
  .regex(/^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}\/([0-9]|[12]\d|3[0-2])$/, {
    error: "an IPv4 CIDR block such as 10.20.0.0/16",
    abort: true,
  })
  .refine((range) => firstOfRange(range) === range, {
    error: ({ input }) => `the first address of the range: ${firstOfRange(String(input))}`,
  });

/** Ranges that no network has: of this host, loopback, link-local, multicast (RFC 6890, RFC 5771). */
const specialRanges = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"];

/** The range of a network that a stack makes. */
export const networkCidr = cidr.refine((range) => !specialRanges.some((special) => overlaps(special, range)), {
  error: `a range apart from ${specialRanges.join(", ")}, which have a use of their own`,
});

/** A list whose items become resources or entries of a service: each may be there once. */
export const uniqueList = <T extends z.ZodType>(item: T) =>
  z.array(item).check(({ value, issues }) => {
    const texts = value.map((one) => JSON.stringify(one));
    // In the id of a construct, / is --.
    const ids = texts.map((text) => text.replaceAll("/", "--"));
    for (const [index, id] of ids.entries()) {
      const first = ids.indexOf(id);
      if (first === index) continue;
      const message = texts[first] === texts[index] ? "each item once" : "each item once: / is -- in names";
      issues.push({ code: "custom", path: [index], input: value, message });
    }
  });

/** Keys of a map that a service does not tell apart by their case. */
export const uniqueKeys = <T extends Readonly<Record<string, unknown>>>({ value, issues }: z.core.ParsePayload<T>) => {
  const keys = Object.keys(value);
  for (const [index, key] of keys.entries()) {
    const first = keys.findIndex((other) => other.toLowerCase() === key.toLowerCase());
    if (first === index) continue;
    issues.push({ code: "custom", path: [key], input: value, message: `one key: ${keys[first]} differs in case only` });
  }
};

/** A key that becomes part of resource names and addresses. */
export const part = z
  .string()
  .max(31)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
    error: "lower-case letters, digits and single hyphens, a letter first, no hyphen last",
  })
  // CDK for Terraform finds it in every part of a stack (`constructs`: `childName in this._children`).
  .refine((text) => text !== "constructor", { error: "another word than constructor, which JavaScript keeps" });

/** A prefix of physical names, such as `agentic-service-bot-`. It ends in a hyphen, so that it matches no other system. */
export const namePrefix = z
  .string()
  .regex(/^[a-z][a-z0-9-]*-$/, { error: "a prefix of names that ends in a hyphen, such as agentic-service-bot-" });

export const environmentName = z
  .string()
  .max(255)
  .regex(/^[A-Za-z_][\w.]*$/, { error: "a variable's name: letters, digits, _ and dots, such as LOG_LEVEL" });

/** Age at which a replaced object is deleted, wherever objects have versions. */
export const noncurrentDays = days.default(90).describe("Days until a replaced or deleted object is removed for good.");

/** Age at which an access log is deleted. */
export const accessLogDays = days.default(90).describe("Days until an access log is deleted.");

/** A container that runs to its end, on clouds that take the five fields of cron. */
export const cronTask = z.strictObject({
  command: z.array(z.string()).min(1).describe("Command that the container runs, with its arguments."),
  schedule: cronFields
    .optional()
    .describe("When it runs, as five fields of cron in UTC. Default: only when a person or a pipeline starts it."),
});

/** The OpenTelemetry collector that runs next to the application's container. */
export const tracing = (collector: string, texts: { enabled: string; description: string }) =>
  z
    .strictObject({
      enabled: z.boolean().default(true).describe(texts.enabled),
      sampling_percent: percent.default(5).describe("Percentage of requests that are traced."),
      collector_image: image.default(collector).describe("Container image of the OpenTelemetry collector."),
    })
    .prefault({})
    .describe(texts.description);

/** Time of a backup, in UTC. */
export const backupTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, { error: "a time such as 2026-01-31T12:00:00Z" });
