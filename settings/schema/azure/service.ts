import * as z from "zod";
import { cronTask, part, tracing } from "../common";
import { domain } from "../formats";
import { secretName } from "./names";

export const service = z
  .strictObject({
    platform: z
      .enum(["container_instances", "container_apps"])
      .default("container_instances")
      .describe(
        "Service that runs the containers. Container Instances (document 002) always run `replicas.min`; Container Apps scale.",
      ),
    blue_green: z
      .boolean()
      .default(false)
      .describe(
        "Container Instances only: whether there are two sets, each with its own image; `--var green_percent=…` sends all requests to one.",
      ),
    entrypoint: z
      .array(z.string().min(1))
      .optional()
      .describe(
        "Container Instances only: the ENTRYPOINT of the images, which a `command` there replaces; it is put before it. [] where they have none. Needed for a `command`.",
      ),
    vault_addresses: z
      .boolean()
      .default(false)
      .describe(
        "Container Instances only: whether the application reads secrets itself. The variable of secret NAME is then NAME_URI, with its address in Key Vault, because a value would be in the state. Without it, `secrets` are refused there.",
      ),
    registry_credentials: z
      .strictObject({
        server: domain.describe("Host of the registry, such as ghcr.io."),
        username: z.string().min(1).describe("User name with which images are pulled."),
        secret: secretName.describe("Name of the secret in the stack's Key Vault that holds the password."),
      })
      .optional()
      .describe("Container Apps only: credentials of a private registry outside Azure. Default: none."),
    tasks: z
      .record(part, cronTask)
      .default({})
      .describe("Container Apps only: jobs that run to their end with the application's image, by name."),
    tracing: tracing(
      "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib:0.138.0",
      {
        enabled: "Whether every replica has a collector, which takes 0.25 vCPU and 512 MiB more.",
        description: "Tracing with an OpenTelemetry collector in each replica, to Application Insights.",
      },
    ),
  })
  .prefault({})
  .describe("How the application's containers run.");
