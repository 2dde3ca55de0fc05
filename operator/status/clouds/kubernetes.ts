import type { StackView } from "../../preflight/look/stack-view";
import { none, type StatusFinding, type Topic } from "../finding";

/** Resources of a cluster's stack, by what the screen would say about them. */
const inCluster: readonly [Topic, RegExp][] = [
  ["alarms", /PrometheusRule|prometheusrule|kubernetes_manifest|helm_release/],
  ["certificates", /tls|cert-manager|Certificate/],
];

/** What runs in a cluster is not looked up: the product has no client for one. One line for each topic says where it is. */
export function kubernetesFindings(stacks: readonly StackView[]): StatusFinding[] {
  const own = stacks.filter((stack) => stack.provider("kubernetes") || stack.provider("helm"));
  return own.flatMap((stack) =>
    inCluster
      .filter(([, form]) => form.test(stack.text))
      .map(([topic]) => ({
        topic,
        stacks: [stack.id],
        subject: "",
        ...none(`in the cluster, which is not looked at: ${where[topic]}`),
      })),
  );
}

const where: Readonly<Partial<Record<Topic, string>>> = {
  alarms: "its Alertmanager has them",
  certificates: "kubectl get certificates --all-namespaces",
};
