import type { Found } from "../application/found";
import { isProduction } from "../model/answers";

/** A quota of the namespace that holds the most replicas of the application and its components, and a quarter more for an update. */
export function quota(environment: string, { components }: Found) {
  const most = isProduction(environment) ? 10 : 2;
  const workloads = 1 + Object.keys(components).length;
  const pods = Math.ceil(most * 1.25) * workloads;
  const room = 2;
  return {
    requests: { cpu: pods + room, memory_gib: (pods + room) * 2 },
    limits: { cpu: (pods + room) * 2, memory_gib: (pods + room) * 4 },
    pods: pods * 2 + 10,
  };
}
