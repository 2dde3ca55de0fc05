import type { RoleV1Rule } from "@cdktf/provider-kubernetes/lib/role-v1";

/** A team's rights in a namespace. Each role includes the rights of the one before. */
export type TeamRole = "view" | "deploy" | "admin";

const read = ["get", "list", "watch"];
const write = ["create", "update", "patch", "delete"];

/** Reads everything except Secrets. */
const viewRules: RoleV1Rule[] = [
  {
    apiGroups: [""],
    resources: [
      "configmaps",
      "endpoints",
      "events",
      "limitranges",
      "persistentvolumeclaims",
      "pods",
      "pods/log",
      "resourcequotas",
      "serviceaccounts",
      "services",
    ],
    verbs: read,
  },
  { apiGroups: ["apps"], resources: ["deployments", "replicasets"], verbs: read },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: read },
  { apiGroups: ["batch"], resources: ["jobs", "cronjobs"], verbs: read },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: read },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"], verbs: read },
  { apiGroups: ["gateway.networking.k8s.io"], resources: ["gateways", "httproutes"], verbs: read },
  { apiGroups: ["metrics.k8s.io"], resources: ["pods"], verbs: ["get", "list"] },
  { apiGroups: ["flagger.app"], resources: ["canaries"], verbs: read },
  { apiGroups: ["external-secrets.io"], resources: ["externalsecrets", "secretstores"], verbs: read },
];

/**
 * Deploys a build, restarts pods, runs a job by hand. This includes access to the Secrets of the namespace, because a
 * Deployment can mount them.
 */
const deployRules: RoleV1Rule[] = [
  { apiGroups: ["apps"], resources: ["deployments"], verbs: ["update", "patch"] },
  { apiGroups: [""], resources: ["configmaps"], verbs: write },
  { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
  { apiGroups: ["batch"], resources: ["jobs"], verbs: write },
];

/** Secrets and shells, for incidents. Roles, quotas and network policies are changed only through this project. */
const adminRules: RoleV1Rule[] = [
  { apiGroups: [""], resources: ["secrets"], verbs: [...read, ...write] },
  { apiGroups: [""], resources: ["services", "persistentvolumeclaims"], verbs: write },
  { apiGroups: [""], resources: ["pods/exec", "pods/portforward"], verbs: ["create"] },
  { apiGroups: ["apps"], resources: ["deployments"], verbs: ["create", "delete"] },
  { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["get", "update", "patch"] },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: write },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: write },
];

/** The rules of each role. None has a wildcard. */
export const teamRules: Readonly<Record<TeamRole, RoleV1Rule[]>> = {
  view: viewRules,
  deploy: [...viewRules, ...deployRules],
  admin: [...viewRules, ...deployRules, ...adminRules],
};
