import * as z from "zod";
import { uniqueList } from "../common";
import { labelKey, labelValue, nodeLabelKey } from "../naming/kubernetes-labels";

export const nodeGroup = z.strictObject({
  instance_types: uniqueList(
    z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, { error: "an instance type such as c5.large" }),
  )
    .min(1)
    .describe(
      "EC2 instance types: on demand in order of preference, on Spot by availability. A change replaces the group.",
    ),
  capacity: z
    .enum(["on_demand", "spot"])
    .default("on_demand")
    .describe("How instances are bought. AWS may take Spot instances back at any time. A change replaces the group."),
  min: z.int().min(0).max(450).describe("Least nodes of the group."),
  max: z.int().min(1).max(450).describe("Most nodes of the group (limit of EKS: 450)."),
  desired: z
    .int()
    .min(0)
    .max(450)
    .describe("Nodes when the group is made. The cluster autoscaler decides from then on."),
  ami_type: z
    .enum(["AL2023_x86_64_STANDARD", "AL2023_ARM_64_STANDARD", "AL2023_x86_64_NVIDIA"])
    .default("AL2023_x86_64_STANDARD")
    .describe("Machine image of the nodes; NVIDIA has the GPU driver. A change replaces the group."),
  release_version: z
    .string()
    .regex(/^\d+\.\d+\.\d+-\d{8}$/, { error: "an image release such as 1.35.2-20261105" })
    .optional()
    .describe("Release of the machine image; a newer one brings patches. Default: the newest when the group is made."),
  disk_gib: z.int().min(20).max(16_384).default(50).describe("Size of each node's encrypted disk, in GiB."),
  labels: z
    .record(nodeLabelKey, labelValue)
    .default({})
    .describe("Kubernetes labels by which pods select these nodes."),
  taints: z
    .record(
      labelKey,
      z.strictObject({
        value: labelValue.describe("Value of the taint."),
        effect: z
          .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
          .default("NoSchedule")
          .describe("What happens to pods that do not tolerate the taint."),
      }),
    )
    .default({})
    .describe("Taints by key: only pods that tolerate them run on these nodes."),
});
