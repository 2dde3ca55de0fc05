import type { StackJson } from "../../stacks/synthesized";

/** An object in the format of `kubectl`. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  // biome-ignore lint/suspicious/noExplicitAny: objects have as many shapes as there are kinds.
  readonly [field: string]: any;
}

/** The API version and kind of each resource of the Kubernetes provider. */
const kinds: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  kubernetes_config_map_v1: ["v1", "ConfigMap"],
  kubernetes_deployment_v1: ["apps/v1", "Deployment"],
  kubernetes_horizontal_pod_autoscaler_v2: ["autoscaling/v2", "HorizontalPodAutoscaler"],
  kubernetes_ingress_v1: ["networking.k8s.io/v1", "Ingress"],
  kubernetes_limit_range_v1: ["v1", "LimitRange"],
  kubernetes_namespace_v1: ["v1", "Namespace"],
  kubernetes_network_policy_v1: ["networking.k8s.io/v1", "NetworkPolicy"],
  kubernetes_persistent_volume_claim_v1: ["v1", "PersistentVolumeClaim"],
  kubernetes_pod_disruption_budget_v1: ["policy/v1", "PodDisruptionBudget"],
  kubernetes_resource_quota_v1: ["v1", "ResourceQuota"],
  kubernetes_role_binding_v1: ["rbac.authorization.k8s.io/v1", "RoleBinding"],
  kubernetes_role_v1: ["rbac.authorization.k8s.io/v1", "Role"],
  kubernetes_secret_v1: ["v1", "Secret"],
  kubernetes_service_account_v1: ["v1", "ServiceAccount"],
  kubernetes_service_v1: ["v1", "Service"],
};

/** Arguments of Terraform and of the provider, which are not part of the object. */
const metaArguments = new Set(["count", "depends_on", "for_each", "lifecycle", "provider", "timeouts"]);
const isMeta = (name: string) => metaArguments.has(name) || name.startsWith("wait_");

/** Maps with free keys. */
const maps = new Set(
  "annotations binary_data data default default_request hard labels limits match_labels max max_limit_request_ratio min node_selector requests selector string_data".split(
    " ",
  ),
);

/** Repeated blocks: the provider has the singular name, the API the plural. */
const plurals: Readonly<Record<string, string>> = {
  env_from: "envFrom",
  policy: "policies",
  ...Object.fromEntries(
    "container http_header image_pull_secret init_container limit metric path port rule secret subject sysctl toleration topology_spread_constraint volume volume_mount"
      .split(" ")
      .map((name) => [name, camel(`${name}s`)]),
  ),
};

/** Blocks that occur once, although the bindings have a list. */
const singles = new Set(
  "grpc label_selector namespace_selector post_start pre_stop scale_down scale_up selector tcp_socket".split(" "),
);

/** Numbers that are strings in the provider. */
const numbers = new Set(["fs_group", "replicas", "run_as_group", "run_as_user", "toleration_seconds"]);

/**
 * All objects of the Kubernetes provider in a stack, from resources without references. Fields that Terraform sets only once
 * (`ignore_changes`), such as replicas, are left out.
 */
export function toManifests(resource: StackJson["resource"]): Manifest[] {
  return Object.entries(resource)
    .filter(([type]) => type.startsWith("kubernetes_"))
    .flatMap(([type, named]) => {
      const [apiVersion, kind] = kinds[type] ?? [];
      if (!apiVersion) throw new Error(`expected one of ${Object.keys(kinds).join(", ")}, found ${type}`);
      return Object.values(named).map((body) => {
        const fields = structuredClone(Object.fromEntries(Object.entries(body).filter(([name]) => !isMeta(name))));
        for (const path of ignored(body)) remove(fields, path.replace(/\[\d+\]/g, "").split("."));
        return { apiVersion, kind, ...(convert(fields) as object) } as Manifest;
      });
    });
}

function ignored({ lifecycle }: { lifecycle?: unknown }): readonly string[] {
  return (lifecycle as { ignore_changes?: string[] } | undefined)?.ignore_changes ?? [];
}

function remove(fields: Record<string, unknown>, [name = "", ...rest]: readonly string[]): void {
  if (rest.length === 0) delete fields[name];
  else if (fields[name]) remove(fields[name] as Record<string, unknown>, rest);
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([name, item]) => field(name, item)),
  );
}

function field(name: string, item: unknown): [name: string, value: unknown] {
  if (Array.isArray(item) && singles.has(name)) return field(name, item[0]);
  if (Array.isArray(item) && plurals[name]) return [plurals[name], convert(item)];
  if (maps.has(name) && isFlat(item)) return [camel(name), item];
  if (numbers.has(name)) return [camel(name), Number(item)];
  // Permissions such as "0440" are octal in Terraform, and a number in the API.
  if (name.endsWith("_mode") && /^0\d+$/.test(`${item}`)) return [camel(name), Number.parseInt(`${item}`, 8)];
  // "Number or percentage" and "number or name" are strings in the provider.
  if (/^(max|min)_|^(target_)?port$/.test(name) && /^\d+$/.test(`${item}`)) return [camel(name), Number(item)];
  return [camel(name), convert(item)];
}

/** A map with free keys, not a block such as a selector with `match_labels`. */
function isFlat(item: unknown): boolean {
  return typeof item === "object" && item !== null && Object.values(item).every((value) => typeof value !== "object");
}

function camel(name: string): string {
  const joined = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return joined
    .replace(/(?<=[a-z])(Ip|Ipc|Pid)(s?)$/, (_, word: string, s: string) => word.toUpperCase() + s)
    .replace(/Urls$/, "URLs");
}
