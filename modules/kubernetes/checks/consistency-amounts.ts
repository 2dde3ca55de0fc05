import { amountOf } from "../quantities";
import { block, blocks, type ClusterObject, type Json, matches, podLabels } from "./cluster-objects";

/** Requests that are over the limits, of a container or in the defaults of a LimitRange. */
export function requestMistakes({ kind, spec }: ClusterObject): string[] {
  if (kind === "limit_range") {
    return blocks(spec.limit).flatMap((limit) =>
      over("spec.limit.default_request", limit.default_request, limit.default),
    );
  }
  const pod = kind === "cron_job" ? block(block(block(spec.job_template).spec).template) : block(spec.template);
  const { container, init_container } = block(pod.spec);
  return [...blocks(container), ...blocks(init_container)].flatMap(({ name, resources }) => {
    const { requests, limits } = block(resources);
    return over(`container "${name}": requests`, requests, limits);
  });
}

function over(path: string, requests: Json = {}, limits: Json = {}): string[] {
  return Object.entries(requests)
    .filter(
      ([resource, request]) => (amountOf(request) ?? 0) > (amountOf(limits[resource]) ?? Number.POSITIVE_INFINITY),
    )
    .map(
      ([resource, request]) => `${path}.${resource}: expected at most the limit ${limits[resource]}, found ${request}`,
    );
}

/** An autoscaler whose minimum is over its maximum. */
export function autoscalerMistakes({ kind, spec }: ClusterObject): string[] {
  if (kind !== "horizontal_pod_autoscaler") return [];
  const { min_replicas: min = 1, max_replicas: max } = spec;
  return min > max ? [`spec.min_replicas: expected at most max_replicas ${max}, found ${min}`] : [];
}

/** A disruption budget that allows no eviction: no node could be drained, and the cluster could not be upgraded. */
export function budgetMistakes({ kind, namespace, spec }: ClusterObject, all: readonly ClusterObject[]): string[] {
  if (kind !== "pod_disruption_budget") return [];
  const { max_unavailable: most, min_available: least } = spec;
  if (most !== undefined) {
    return Number.parseFloat(most) === 0 ? [`spec.max_unavailable: expected more than none, found ${most}`] : [];
  }
  return all
    .filter((other) => other.kind === "deployment" && other.namespace === namespace)
    .filter((deployment) => matches(spec.selector, podLabels(deployment)))
    .map((deployment) => ({ deployment, replicas: fewestReplicas(deployment, all) }))
    .filter(({ replicas }) => replicas > 0 && kept(least, replicas) >= replicas)
    .map(
      ({ deployment, replicas }) =>
        `spec.min_available: expected less than the ${replicas} replicas of ${deployment.name}, found ${least}`,
    );
}

/** How many replicas must stay. Kubernetes rounds a percentage up. */
function kept(least: Json, replicas: number): number {
  const amount = Number.parseFloat(least);
  return String(least).endsWith("%") ? Math.ceil((amount / 100) * replicas) : amount;
}

function fewestReplicas({ name, namespace, spec }: ClusterObject, all: readonly ClusterObject[]): number {
  const autoscaler = all.find(
    (other) =>
      other.kind === "horizontal_pod_autoscaler" &&
      other.namespace === namespace &&
      block(other.spec.scale_target_ref).name === name,
  );
  return Number((autoscaler ? autoscaler.spec.min_replicas : spec.replicas) ?? 1);
}
