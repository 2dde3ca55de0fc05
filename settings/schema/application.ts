import * as z from "zod";
import { count, environmentName, part, percent, port, seconds } from "./common";

const probe = (description: string) =>
  z
    .strictObject({
      path: z.string().startsWith("/").describe("HTTP path that answers 2xx."),
      initial_delay_seconds: z
        .int()
        .min(0)
        .max(3600)
        .default(0)
        .describe("Time before the first check, on Kubernetes; elsewhere `startup` gives that time."),
      interval_seconds: seconds.max(300).default(30).describe("Time between two checks."),
      timeout_seconds: seconds
        .max(120)
        .default(5)
        .describe("A check that takes longer has failed; shorter than the interval."),
      failures: z.int().min(2).max(100).default(3).describe("Failed checks in a row before it counts."),
    })
    .describe(description);

const replicas = z
  .strictObject({
    min: count.max(1000).default(2).describe("Fewest replicas, however quiet it is."),
    max: z.int().min(1).max(1000).default(10).describe("Most replicas, however busy it is."),
  })
  .describe("How many copies run (document 002: 2 to 10).");

const customTarget = z.strictObject({
  namespace: z.string().describe("Metric namespace."),
  metric: z.string().describe("Name of the metric."),
  target: z.number().positive().describe("Average value per replica that scaling holds."),
});

const targets = z
  .strictObject({
    cpu_percent: percent.default(70).describe("Average CPU."),
    memory_percent: percent.default(80).describe("Average memory."),
    requests_per_replica: z.int().min(1).optional().describe("Requests per minute and replica."),
    custom: z.record(part, customTarget).default({}).describe("Scaling on the application's own metrics."),
  })
  .describe("What autoscaling holds.");

const workload = {
  image: z
    .string()
    .min(1)
    .describe("Container image. The default of the Terraform variable `image`; a pipeline sets another with `-var`."),
  port: port.default(8000).describe("Port the application listens on (document 002: 8000)."),
  cpu: z.number().positive().max(192).describe("vCPU per replica."),
  memory_mib: z.int().min(128).max(1_048_576).describe("Memory per replica in MiB."),
  replicas: replicas.prefault({}),
  targets: targets.prefault({}),
  command: z.array(z.string()).optional().describe("Replaces the image's command."),
  environment: z.record(environmentName, z.string()).default({}).describe("Plain environment variables."),
  secrets: z
    .record(environmentName, z.string().min(1))
    .default({})
    .describe("Environment variables filled from a secret: NAME = reference (ARN or path), never a value."),
};

const component = z.strictObject({
  ...workload,
  image: workload.image.optional().describe("Default: the application's image."),
  queue: z.boolean().default(false).describe("Makes a queue with a dead-letter queue that this component works off."),
});

export const application = z.strictObject({
  ...workload,
  health: z
    .strictObject({
      live: probe("Restarts a replica that fails.").prefault({ path: "/health/live" }),
      ready: probe("Takes a replica out of the load balancer.").prefault({ path: "/health/ready" }),
      startup: probe("Gives a replica time to start.").prefault({ path: "/health/startup", failures: 10 }),
    })
    .prefault({}),
  components: z
    .record(part, component)
    .default({})
    .describe("More tiers of the same application that no client reaches, such as a background worker."),
});
