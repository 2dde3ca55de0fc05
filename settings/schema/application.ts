import * as z from "zod";
import { count, environmentName, part, port, seconds, targetPercent } from "./common";
import { image } from "./formats";

const probe = (description: string) =>
  z
    .strictObject({
      path: z
        .string()
        .regex(/^\/[^\s]*$/, { error: "a path such as /health/live" })
        .describe("HTTP path that answers with a 2xx status when the check passes."),
      initial_delay_seconds: z
        .int()
        .min(0)
        .max(3600)
        .default(0)
        .describe(
          "Seconds from the start of a replica to its first check. Kubernetes and Azure read it (docs/clouds.md).",
        ),
      interval_seconds: seconds.max(300).default(30).describe("Seconds between two checks."),
      timeout_seconds: seconds
        .max(120)
        .default(5)
        .describe("Seconds after which a check without an answer has failed. Less than `interval_seconds`."),
      failures: z
        .int()
        .min(2)
        .max(100)
        .default(3)
        .describe("Failed checks in a row after which the replica has failed."),
    })
    .describe(description);

const replicas = z
  .strictObject({
    min: count.max(1000).default(2).describe("Replicas that always run. Autoscaling never goes below."),
    max: z.int().min(1).max(1000).default(10).describe("Replicas that run at most. Autoscaling never goes above."),
  })
  .describe("How many replicas run (document 002: 2 to 10).");

const customTarget = z.strictObject({
  namespace: z
    .string()
    .regex(/^[A-Za-z0-9][\w.:/# -]{0,254}$/, {
      error: "letters, digits, spaces and . _ : / # -, at most 255 characters",
    })
    .describe("Namespace of the metric, as the application publishes it."),
  metric: z
    .string()
    .regex(/^[A-Za-z_][\w.:/-]{0,254}$/, { error: "a letter first, then letters, digits and . _ : / -" })
    .describe("Name of the metric within its namespace."),
  target: z.number().positive().describe("Average value per replica that autoscaling aims at."),
});

const targets = z
  .strictObject({
    cpu_percent: targetPercent.default(70).describe("Average CPU use that autoscaling aims at, in percent."),
    memory_percent: targetPercent.default(80).describe("Average memory use that autoscaling aims at, in percent."),
    requests_per_replica: z
      .int()
      .min(1)
      .optional()
      .describe("Requests per minute and replica that autoscaling aims at. Default: requests do not scale."),
    custom: z
      .record(part, customTarget)
      .default({})
      .describe("Metrics of the application that autoscaling aims at, each under a name that you choose."),
  })
  .describe("Values that autoscaling aims at by adding and removing replicas.");

const workload = {
  image: image.describe("Container image with its tag or digest. A deploy may override it with `--var image=…`."),
  port: port.default(8000).describe("TCP port on which the container listens (document 002: 8000)."),
  cpu: z
    .number()
    .positive()
    .max(192)
    .describe("vCPU per replica. Each cloud has its own valid pairs of CPU and memory."),
  memory_mib: z.int().min(128).max(1_048_576).describe("Memory per replica, in MiB."),
  replicas: replicas.prefault({}),
  targets: targets.prefault({}),
  command: z
    .array(z.string())
    .optional()
    .describe(
      "Command that the container runs, in place of the image's CMD; its ENTRYPOINT stays. Default: that of the image.",
    ),
  environment: z
    .record(environmentName, z.string())
    .default({})
    .describe("Environment variables of the container, as plain text. Secrets go under `secrets`."),
  secrets: z
    .record(environmentName, z.string().min(1))
    .default({})
    .describe("Environment variables from a secret store: NAME = reference (an ARN, path or name), never the value."),
};

const component = z.strictObject({
  ...workload,
  image: workload.image.optional().describe("Container image with its tag or digest. Default: the application's."),
  queue: z
    .boolean()
    .default(false)
    .describe("Makes a queue, with a dead-letter queue, whose messages this component consumes."),
});

export const application = z
  .strictObject({
    ...workload,
    health: z
      .strictObject({
        live: probe("Liveness check: a replica that fails is restarted.").prefault({ path: "/health/live" }),
        ready: probe("Readiness check: a replica that fails gets no requests.").prefault({ path: "/health/ready" }),
        startup: probe("Startup check: a replica may take interval × failures seconds to start.").prefault({
          path: "/health/startup",
          failures: 8, // Four minutes, the longest that every cloud gives a replica (Cloud Run: 240 s).
        }),
      })
      .prefault({})
      .describe("HTTP checks of each replica. A cloud uses those that it knows (docs/clouds.md)."),
    components: z
      .record(part, component)
      .default({})
      .describe("Further services of the application that no client reaches, such as a background worker, by name."),
  })
  .describe("Container of the application and how it is run.");
