import * as z from "zod";
import { seconds } from "./common";

const probe = (description: string) =>
  z
    .strictObject({
      path: z
        .string()
        .max(1024) // Elastic Load Balancing, "CreateTargetGroup": HealthCheckPath
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

/** The checks of a replica that clients reach. */
export const health = z
  .strictObject({
    live: probe("Liveness check: a replica that fails is restarted.").prefault({ path: "/health/live" }),
    ready: probe("Readiness check: a replica that fails gets no requests.").prefault({ path: "/health/ready" }),
    startup: probe("Startup check: a replica may take interval × failures seconds to start.").prefault({
      path: "/health/startup",
      failures: 8, // Four minutes, the longest that every cloud gives a replica (Cloud Run: 240 s).
    }),
  })
  .prefault({})
  .describe("HTTP checks of each replica. A cloud uses those that it knows (docs/clouds.md).");
