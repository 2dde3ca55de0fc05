import { block, type ClusterObject, type Json, matches, podLabels } from "./cluster-objects";

/** ClusterRoles that every cluster has. */
const builtIn = /^(cluster-admin|admin|edit|view|system:.+)$/;

const workloadKinds = ["deployment", "stateful_set", "daemon_set", "replication_controller"];

/** A RoleBinding to a Role that does not exist. The API server accepts it, and it grants no rights. */
export function bindingMistakes({ kind, namespace, body }: ClusterObject, all: readonly ClusterObject[]): string[] {
  if (kind !== "role_binding" && kind !== "cluster_role_binding") return [];
  const role = block(body.role_ref);
  const clusterWide = role.kind === "ClusterRole";
  const exists = all.some((other) =>
    clusterWide
      ? other.kind === "cluster_role" && other.name === role.name
      : other.kind === "role" && other.name === role.name && other.namespace === namespace,
  );
  if (exists || isExpression(role.name) || (clusterWide && builtIn.test(role.name))) return [];
  return [
    `role_ref: expected a ${role.kind} of this stack${clusterWide ? "" : ` in ${namespace}`}, found "${role.name}"`,
  ];
}

/** A selector that selects no pod: of a Service without endpoints, or of a budget or policy without effect. */
export function selectorMistakes(object: ClusterObject, all: readonly ClusterObject[]): string[] {
  const { kind, namespace, spec } = object;
  if (workloadKinds.includes(kind)) {
    const pods = podLabels(object);
    return matches(spec.selector, pods) ? [] : [mistaken("spec.selector", spec.selector, [pods])];
  }
  const selectors: Record<string, [string, Json]> = {
    service: ["spec.selector", spec.selector && { match_labels: spec.selector }],
    pod_disruption_budget: ["spec.selector", spec.selector],
    network_policy: ["spec.pod_selector", spec.pod_selector],
  };
  const [path, selector] = selectors[kind] ?? [];
  if (path === undefined || selector === undefined) return [];
  // Without pods of its own in the namespace, the stack selects pods that Argo CD or an operator makes.
  const pods = all
    .filter((other) => workloadKinds.includes(other.kind) && other.namespace === namespace)
    .map(podLabels);
  return pods.length === 0 || pods.some((labels) => matches(selector, labels)) ? [] : [mistaken(path, selector, pods)];
}

/** An autoscaler whose Deployment does not exist. */
export function targetMistakes({ kind, namespace, spec }: ClusterObject, all: readonly ClusterObject[]): string[] {
  if (kind !== "horizontal_pod_autoscaler") return [];
  const target = block(spec.scale_target_ref);
  const deployments = all.filter((other) => other.kind === "deployment" && other.namespace === namespace);
  if (target.kind !== "Deployment" || deployments.length === 0 || isExpression(target.name)) return [];
  const names = deployments.map(({ name }) => name);
  if (names.includes(target.name)) return [];
  return [`spec.scale_target_ref: expected a Deployment of ${namespace} (${names.join(", ")}), found "${target.name}"`];
}

function mistaken(path: string, selector: Json, pods: readonly Json[]): string {
  const expected = pods.map((labels) => JSON.stringify(labels)).join(" or ");
  return `${path}: expected what matches the pods' labels ${expected}, found ${JSON.stringify(selector)}`;
}

function isExpression(text: unknown): boolean {
  return String(text).includes("${");
}
