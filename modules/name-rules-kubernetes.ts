import { lowercase, type NameRule } from "./name-rule";

/** The rules of Kubernetes and Helm. Limits: "Object Names and IDs", "Labels and Selectors"; Helm's own check of release names. */
export const kubernetesNameRules = {
  grafana_dashboard: { max: 40, pattern: lowercase }, // Grafana: uid of a dashboard
  helm_release: { max: 53, pattern: lowercase }, // Helm: 53
  kubernetes_application: { max: 63 - "-primary".length, pattern: lowercase, namespaced: true }, // A Service: 63; Flagger adds the rest.
  kubernetes_object: { max: 63, pattern: lowercase, namespaced: true }, // A DNS label, for objects whose names are labels' values
  kubernetes_label: { max: 63, pattern: lowercase }, // Label value: an Argo CD application, a Gateway
  kubernetes_namespace: { max: 63, pattern: lowercase }, // A DNS label
} satisfies Record<string, NameRule>;
