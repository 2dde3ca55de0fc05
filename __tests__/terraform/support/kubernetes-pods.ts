import type { KubernetesServer } from "./kubernetes-server";

interface Workload {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly generation: number };
  readonly spec: { readonly replicas?: number };
  readonly status: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly currentNumberScheduled?: number;
  };
}

/** Each kind that makes pods: how many one of them wants, and how many it has. Deployments have those of their ReplicaSets. */
const pods: Readonly<Record<string, (it: Workload) => readonly [wanted: number, found: number]>> = {
  replicasets: ({ spec, status }) => [spec.replicas ?? 1, status.replicas ?? 0],
  // The second pod comes when the first is ready, and none is here.
  statefulsets: ({ spec, status }) => [Math.min(spec.replicas ?? 1, 1), Math.min(status.replicas ?? 0, 1)],
  daemonsets: ({ status }) => [status.desiredNumberScheduled ?? 0, status.currentNumberScheduled ?? 0],
};

/** Adds a node of each group of document 003 with its labels. Nothing runs on them; agents of every node get their pods. */
export async function addNodes(server: KubernetesServer): Promise<void> {
  const gpu = { "nvidia.com/gpu": "true", "k8s.amazonaws.com/accelerator": "nvidia-tesla-t4" };
  for (const [tier, own] of Object.entries({ web: {}, api: {}, "ai-processing": gpu })) {
    const labels = { tier, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", ...own };
    const node = { apiVersion: "v1", kind: "Node", metadata: { name: tier, labels } };
    await server.send("POST", "/api/v1/nodes", node);
    // A new node has a taint until a kubelet reports.
    await server.send("PATCH", `/api/v1/nodes/${tier}`, { spec: { taints: null } });
  }
}

/** Scales each Deployment that has an autoscaler to its most replicas and replaces its pods, as `kubectl rollout restart` does. */
export async function growAndRestart(server: KubernetesServer): Promise<void> {
  const annotations = { "kubectl.kubernetes.io/restartedAt": new Date().toISOString() };
  for (const { metadata, spec } of await server.list("/apis/autoscaling/v2/horizontalpodautoscalers")) {
    if (spec.scaleTargetRef.kind !== "Deployment") continue;
    const path = `/apis/apps/v1/namespaces/${metadata.namespace}/deployments/${spec.scaleTargetRef.name}`;
    // Argo CD would make it, of a repository that the examples do not have.
    if ((await server.send("GET", path)).kind !== "Deployment") continue;
    for (const change of [{ replicas: spec.maxReplicas }, { template: { metadata: { annotations } } }]) {
      const { kind, message } = await server.send("PATCH", path, { spec: change });
      if (kind !== "Deployment") throw new Error(`${path}: ${message}`);
      await settled(server);
    }
  }
}

/** Writes to each Service what GKE does (github.com/hashicorp/terraform-provider-kubernetes/issues/445). */
export async function annotateAsGke(server: KubernetesServer): Promise<void> {
  const annotations = { "cloud.google.com/neg": '{"ingress":true}' };
  for (const { metadata } of await server.list("/api/v1/services")) {
    const path = `/api/v1/namespaces/${metadata.namespace}/services/${metadata.name}`;
    const { kind, message } = await server.send("PATCH", path, { metadata: { annotations } });
    if (kind !== "Service") throw new Error(`${path}: ${message}`);
  }
}

/** The workloads that lack pods, each with what the server said when it refused them. */
export async function refusedPods(server: KubernetesServer): Promise<string[]> {
  await settled(server);
  const events = await server.list("/api/v1/events");
  return (await lacking(server)).map(({ kind, namespace, name, wanted, found }) => {
    const said = events
      .filter(({ type, involvedObject: it }) => type === "Warning" && it.name === name && it.namespace === namespace)
      .map(({ message }) => message);
    return `${kind} ${namespace}/${name}: ${found} of ${wanted} pods: ${said.at(-1)}`;
  });
}

/** Waits until each workload has its pods, or 45 s: a refusal is tried again at growing intervals, and each is refused again. */
async function settled(server: KubernetesServer): Promise<void> {
  await server.until("the pods of each workload", async () => (await lacking(server)).length === 0, 45).catch(() => {});
}

async function lacking(server: KubernetesServer) {
  const all = ["deployments", ...Object.keys(pods)];
  const lists = await Promise.all(all.map((kind) => server.list(`/apis/apps/v1/${kind}`) as Promise<Workload[]>));
  return all.flatMap((kind, i) =>
    (lists[i] ?? []).flatMap((it) => {
      const [wanted, found] = pods[kind]?.(it) ?? [0, 0];
      const isSeen = it.status.observedGeneration === it.metadata.generation;
      return isSeen && wanted === found ? [] : [{ kind, wanted, found, ...it.metadata }];
    }),
  );
}
