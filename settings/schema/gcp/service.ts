import * as z from "zod";
import { cronTask, part, seconds, tracing } from "../common";
import { containerPath } from "../formats";

export const service = z
  .strictObject({
    concurrency: z
      .int()
      .min(1)
      .max(1000)
      .default(80)
      .describe("Requests that one replica handles at a time. Cloud Run adds replicas by this."),
    request_timeout_seconds: seconds
      .max(3600)
      .default(300)
      .describe("Seconds after which a request without a response fails."),
    cpu_between_requests: z
      .boolean()
      .default(true)
      .describe("Whether replicas have CPU between requests too. False: idle replicas cost less."),
    mount_path: containerPath
      .optional()
      .describe(
        "Folder of the container where the artifacts bucket is mounted. Default: it is reachable through its API only.",
      ),
    tasks: z
      .record(part, cronTask)
      .default({})
      .describe("Jobs that run to their end with the application's image, by name."),
    tracing: tracing(
      "us-docker.pkg.dev/cloud-ops-agents-artifacts/google-cloud-opentelemetry-collector/otelcol-google:0.138.0",
      {
        enabled: "Whether every replica has a collector, which takes 1 vCPU and 512 MiB more.",
        description: "Tracing with an OpenTelemetry collector in each replica, to Cloud Trace.",
      },
    ),
  })
  .prefault({})
  .describe("How Cloud Run runs the application.");
