import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { HorizontalPodAutoscalerV2 } from "@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { Construct } from "constructs";
import { apiService } from "../containers/service-fixture";
import { metadata, mistakes, one } from "./consistency-fixture";

const role = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" };
const subject = [{ kind: "Group", name: "team" }];
describe("a binding", () => {
  const bind = (stack: Construct, roleRef: typeof role) =>
    new RoleBindingV1(stack, "binding", { metadata: metadata("readers"), roleRef, subject });

  test("to a role that does not exist", () => {
    expect(mistakes((stack) => bind(stack, role))).toEqual([
      'stack/binding (readers): role_ref: expected a Role of this stack in ai-prism-prod, found "reader"',
    ]);
  });

  test("to a role of another namespace", () => {
    const other = mistakes((stack) => {
      new RoleV1(stack, "role", { metadata: { name: "reader", namespace: "other" }, rule: [] });
      bind(stack, role);
    });
    expect(other).toHaveLength(1);
  });

  test("to a ClusterRole that neither the stack nor every cluster has", () => {
    expect(mistakes((stack) => bind(stack, { ...role, kind: "ClusterRole", name: "view" }))).toEqual([]);
    const roleRef = { ...role, kind: "ClusterRole", name: "viewer" };
    expect(
      mistakes((stack) => new ClusterRoleBindingV1(stack, "binding", { metadata: { name: "all" }, roleRef, subject })),
    ).toEqual(['stack/binding (all): role_ref: expected a ClusterRole of this stack, found "viewer"']);
  });
});

describe("a selector that selects nothing", () => {
  test.each([
    ["a Deployment", DeploymentV1, "spec.selector.match_labels"],
    ["a Service", ServiceV1, "spec.selector"],
    ["a PodDisruptionBudget", PodDisruptionBudgetV1, "spec.selector.match_labels"],
  ])("of %s", (_, type, path) => {
    const found = mistakes((stack) => {
      apiService(stack);
      one(type, stack).addOverride(path, { app: "ai-prism-api" });
    });
    expect(found).toEqual([
      expect.stringMatching(`\\(ai-prism-api\\): spec.selector: expected what matches .*, found .*"app"`),
    ]);
  });

  test("of a NetworkPolicy", () => {
    const found = mistakes((stack) => {
      apiService(stack);
      new NetworkPolicyV1(stack, "policy", {
        metadata: metadata("database"),
        spec: { podSelector: { matchLabels: { app: "api" } }, policyTypes: ["Egress"] },
      });
    });
    expect(found).toEqual([expect.stringContaining("(database): spec.pod_selector: expected what matches")]);
  });

  test("a selector may be for pods that another tool makes", () => {
    const service = (stack: Construct) =>
      new ServiceV1(stack, "service", { metadata: metadata("argo"), spec: { selector: { app: "argo" } } });
    expect(mistakes(service)).toEqual([]);
  });

  test("an autoscaler of a Deployment that does not exist", () => {
    const found = mistakes((stack) => {
      apiService(stack);
      one(HorizontalPodAutoscalerV2, stack).addOverride("spec.scale_target_ref.name", "api");
    });
    expect(found).toEqual([
      expect.stringContaining('expected a Deployment of ai-prism-prod (ai-prism-api), found "api"'),
    ]);
  });
});
