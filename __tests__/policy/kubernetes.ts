import { resources, type StackJson } from "../stacks/synthesized";
import type { Body, Offence, Rule } from "./rule";

/** What holds for everything in a Kubernetes cluster. */
export const pods: Rule[] = [
  {
    type: "kubernetes_deployment_v1",
    must: "run without rights on its node or on the cluster",
    holds: ({ spec }) => {
      const { security_context: pod, container, automount_service_account_token: token } = spec.template.spec;
      return (
        token === false &&
        pod.run_as_non_root &&
        pod.seccomp_profile.type === "RuntimeDefault" &&
        container.every(
          ({ security_context: own }: Body) =>
            own.read_only_root_filesystem &&
            own.allow_privilege_escalation === false &&
            own.capabilities.drop.includes("ALL"),
        )
      );
    },
  },
  {
    type: "kubernetes_namespace_v1",
    must: "say which pods it admits",
    holds: ({ metadata }) => metadata.labels["pod-security.kubernetes.io/enforce"],
  },
  {
    type: "kubernetes_role_v1",
    must: "name what it allows",
    holds: ({ rule }) =>
      rule.every(({ api_groups, resources: on, verbs }: Body) => ![...api_groups, ...on, ...verbs].includes("*")),
  },
  { type: "kubernetes_service_v1", must: "be inside the cluster", holds: ({ spec }) => spec.type === "ClusterIP" },
  { type: "helm_release", must: "be pinned", holds: ({ version, chart }) => version || chart.startsWith("assets/") },
];

/** A stack with pods, but without a network policy that denies everything for all pods of its namespace. */
export function deniesTheRest(stack: StackJson): Offence[] {
  const pods = resources(stack, "kubernetes_deployment_v1");
  const denies = resources(stack, "kubernetes_network_policy_v1").some(({ body }: Body) => {
    const { pod_selector, policy_types, ...allowed } = body.spec;
    const isForAll = Object.keys(pod_selector).length === 0 && Object.keys(allowed).length === 0;
    return isForAll && ["Ingress", "Egress"].every((type) => policy_types.includes(type));
  });
  return denies
    ? []
    : pods.map(({ address }) => ({ address, must: "be in a namespace that denies all other traffic" }));
}
