import * as z from "zod";
import { percent, port, seconds } from "../common";
import { containerPath, roleArn } from "../formats";
import { labelKey, labelValue, objectName } from "../naming/kubernetes-labels";

export const service = z
  .strictObject({
    requests: z
      .strictObject({
        cpu: z
          .number()
          .positive()
          .describe("vCPU that are reserved for each pod. At most `application.cpu`, its limit."),
        memory_mib: z
          .int()
          .min(32)
          .describe("Memory that is reserved for each pod, in MiB. At most `application.memory_mib`, its limit."),
        ephemeral_storage_mib: z
          .int()
          .min(0)
          .default(500)
          .describe("Disk space that is reserved for each pod, in MiB (document 003: 500)."),
      })
      .optional()
      .describe("Resources that are reserved for each pod. Default: half of its limits (document 003)."),
    ephemeral_storage_mib: z
      .int()
      .min(1)
      .default(1024)
      .describe("Limit of what a pod may write to its own disk, in MiB."),
    metrics_port: port
      .default(8081)
      .describe("Port on which the application serves metrics to Prometheus (document 003: 8081)."),
    cache_path: containerPath
      .default("/app/cache")
      .describe("Folder of the container that is writable, in addition to /tmp."),
    node_selector: z.record(labelKey, labelValue).default({}).describe("Labels that a node must have to run the pods."),
    tolerations: z
      .record(labelKey, labelValue)
      .default({})
      .describe("NoSchedule taints that the pods tolerate: key = value."),
    // docs/decisions/stop-time.md says why there is no shared key.
    grace_seconds: seconds
      .max(3600)
      .default(60)
      .describe("Seconds from SIGTERM until a pod that still runs is killed."),
    traces_percent: percent
      .default(5)
      .describe("Percentage of requests that are traced, where the cluster has `opentelemetry-collector`."),
    role_arn: roleArn
      .optional()
      .describe(
        "ARN of the IAM role that the pods take on EKS. It must trust their service accounts. Default: that of the system's own `aws-eks-<environment>`.",
      ),
    image_pull_secret: objectName
      .optional()
      .describe("Name of the Secret in the namespace with the registry's credentials. Default: none are needed."),
    storage: z
      .strictObject({
        size_gib: z
          .int()
          .min(1)
          .max(65_536)
          .describe(
            "Size of the volume, in GiB. It can be raised after the first deploy if the storage class allows it, not lowered.",
          ),
        storage_class: objectName
          .optional()
          .describe(
            "Storage class of the volume. Default: the cluster's default class. Cannot be changed after the first deploy.",
          ),
        path: containerPath.default("/data").describe("Folder of the container where the volume is mounted."),
      })
      .optional()
      .describe("Volume that all pods share. Default: none."),
  })
  .prefault({})
  .describe("How the application's pods run.");
