import type * as z from "zod";
import type { kubernetesCluster } from "./cluster";

interface Workload {
  readonly system: string;
  readonly cluster: z.infer<typeof kubernetesCluster>;
}

/**
 * Whether the stack runs on the cluster that another system's `aws-eks` stack makes. Roles, target group, database and cache of that
 * stack are its own system's, so a guest brings its own, as on a cluster outside EKS.
 */
export function isGuest({ system, cluster }: Workload): boolean {
  return cluster.kind === "eks" && cluster.system !== undefined && cluster.system !== system;
}
