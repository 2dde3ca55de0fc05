import type { TerraformStack } from "cdktf";
import { TeamAccess } from "../../modules/kubernetes/access/team-access";
import { Namespace } from "../../modules/kubernetes/network/namespace";
import type { TrafficPeer } from "../../modules/kubernetes/network/network-policies";
import { definedEntries, mapValues } from "../../modules/records";
import type { ClusterConnection } from "./cluster-connection";
import type { KubernetesContext, NamespaceContext, Settings } from "./context";

export interface NamespaceInputs {
  readonly cluster: ClusterConnection;
}

/** The application's namespace, whose network policies allow only the traffic that the application needs. */
export function addNamespace(
  stack: TerraformStack,
  settings: Settings,
  context: KubernetesContext,
  { cluster }: NamespaceInputs,
): NamespaceContext {
  const { application, service, platform_services: installed } = settings;
  const { quota, pod_security: podSecurity } = settings.namespace;
  const amount = ({ cpu, memory_gib }: typeof quota.requests) => ({ cpu, memoryMib: memory_gib * 1024 });
  const where = (present: boolean, peer: TrafficPeer) => (present ? peer : undefined);
  const network = cluster.eks?.networkCidr ?? settings.network_cidr;
  // Without an `aws-eks` stack of its own, something else brings a cache.
  const storePorts = [...(settings.database ? [5432] : []), ...(settings.cache || !cluster.own ? [6379] : [])];
  const gateway = settings.ingress.kind === "gateway" ? "envoy-gateway-system" : "ingress-nginx";
  const routed = Object.values(application.components).flatMap(({ route, port }) => (route ? [port] : []));
  const challengeOverHttp = settings.ingress.issuer && !settings.ingress.issuer.zone_id;
  const { name: namespace } = new Namespace(stack, "namespace", {
    names: context.names,
    quota: { requests: amount(quota.requests), limits: amount(quota.limits), pods: quota.pods },
    podSecurity,
    ingress: definedEntries({
      // On port 8089 cert-manager answers the challenge of the certificate authority.
      gateway: {
        namespace: gateway,
        ports: [...new Set([application.port, ...routed, ...(challengeOverHttp ? [8089] : [])])],
      },
      monitoring: where("kube-prometheus-stack" in installed, {
        namespace: "monitoring",
        ports: [service.metrics_port],
      }),
      "load-test": where(settings.delivery.canary, { namespace: "test", ports: [application.port] }),
    }),
    egress: definedEntries({
      stores: network && storePorts.length > 0 ? { cidrs: [network], ports: storePorts } : undefined,
      cloud: { cidrs: ["0.0.0.0/0"], ports: [443] },
      traces: where("opentelemetry-collector" in installed, { namespace: "observability", ports: [4317, 4318] }),
    }),
  });
  return { ...context, namespace };
}

/** The rights of teams in the namespace. */
export function addTeams(stack: TerraformStack, settings: Settings, { names, namespace }: NamespaceContext): void {
  new TeamAccess(stack, "teams", {
    names,
    namespace,
    teams: mapValues(settings.teams, ({ service_account: serviceAccount, ...access }) => ({
      ...access,
      serviceAccount,
    })),
  });
}
