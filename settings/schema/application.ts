import * as z from "zod";
import { count, environmentName, part, port, targetPercent } from "./common";
import { image } from "./formats";
import { health } from "./health";
import { route } from "./route";

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
  route: route.optional(),
});

export const application = z
  .strictObject({
    ...workload,
    health,
    components: z
      .record(part, component)
      .default({})
      .describe(
        "Further services of the application by name: an API that clients reach by its `route`, a background worker.",
      ),
  })
  .describe("Container of the application and how it is run.");
