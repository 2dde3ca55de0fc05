import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { CronJobV1 } from "@cdktf/provider-kubernetes/lib/cron-job-v1";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { HorizontalPodAutoscalerV2 } from "@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2";
import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";
import { TeamAccess } from "../../../../modules/kubernetes/access/team-access";
import { checkWorkloads } from "../../../../modules/kubernetes/checks/consistency";
import { Namespace } from "../../../../modules/kubernetes/network/namespace";
import { apiService, names, namespace } from "../containers/service-fixture";

function emptyStack(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "stack");
  new KubernetesProvider(stack, "kubernetes", {});
  return stack;
}

/** The mistakes of a stack. */
function mistakes(build: (stack: TerraformStack) => void): string[] {
  const stack = emptyStack();
  build(stack);
  checkWorkloads(stack);
  return stack.node.validate();
}

const role = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" };
const subject = [{ kind: "Group", name: "team" }];
const metadata = (name: string) => ({ name, namespace });

const one = (type: { readonly tfResourceType: string }, stack: Construct) =>
  // biome-ignore lint/suspicious/noExplicitAny: each resource has addOverride
  stack.node.findAll().find((node: any) => node.terraformResourceType === type.tfResourceType) as any;

test("objects of the modules have no mistakes, also where a name is a reference", () => {
  const all = mistakes((stack) => {
    const { name } = new Namespace(stack, "namespace", {
      names,
      quota: { requests: { cpu: 1, memoryMib: 1024 }, limits: { cpu: 2, memoryMib: 2048 }, pods: 10 },
    });
    new TeamAccess(stack, "teams", { names, namespace: name, teams: { api: { groups: ["api"], role: "deploy" } } });
    apiService(stack, { namespace: name, progressive: true });
    const reader = new RoleV1(stack, "reader", { metadata: metadata("reader"), rule: [] });
    const roleRef = { ...role, name: reader.metadata.name };
    new RoleBindingV1(stack, "binding", { metadata: metadata("reader"), roleRef, subject });
  });
  expect(all).toEqual([]);
});

test("mistakes stop the synthesis", () => {
  const stack = emptyStack();
  apiService(stack, { replicas: { min: 5, max: 2 } });
  checkWorkloads(stack);
  expect(() => Testing.synth(stack, true)).toThrow("expected at most max_replicas 2, found 5");
});

test("the check does not change the stack", () => {
  const json = (check: boolean) => {
    const stack = emptyStack();
    apiService(stack);
    one(DeploymentV1, stack).addOverride("spec.template.spec.toleration", [{ key: "spot" }]);
    if (check) checkWorkloads(stack);
    return Testing.synth(stack, true);
  };
  expect(json(true)).toBe(json(false));
});

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

describe("requests over limits", () => {
  test("of a service", () => {
    const found = mistakes((stack) => apiService(stack, { requests: { cpu: 2, memoryMib: 3000, ephemeralMib: 2048 } }));
    expect(found).toEqual([
      'stack/api/pods/deployment (ai-prism-api): container "api": requests.cpu: expected at most the limit 1, found 2',
      expect.stringContaining("requests.memory: expected at most the limit 2Gi, found 3000Mi"),
      expect.stringContaining("requests.ephemeral-storage: expected at most the limit 1Gi, found 2Gi"),
    ]);
  });

  test("of a job, and of a namespace's defaults", () => {
    const resources = { requests: { cpu: "1500m" }, limits: { cpu: "1" } };
    const spec = { restartPolicy: "Never", container: [{ name: "report", resources }] };
    const found = mistakes((stack) => {
      new CronJobV1(stack, "job", {
        metadata: metadata("report"),
        spec: { schedule: "@daily", jobTemplate: { metadata: {}, spec: { template: { metadata: {}, spec } } } },
      });
      const limit = [{ type: "Container", default: { memory: "1Gi" }, defaultRequest: { memory: "2Gi" } }];
      new LimitRangeV1(stack, "range", { metadata: metadata("range"), spec: { limit } });
    });
    expect(found).toEqual([
      expect.stringContaining('container "report": requests.cpu: expected at most the limit 1, found 1500m'),
      expect.stringContaining("spec.limit.default_request.memory: expected at most the limit 1Gi, found 2Gi"),
    ]);
  });
});

describe("a budget that blocks every drain", () => {
  const budget = (spec: { minAvailable?: string; maxUnavailable?: string }, min = 10) =>
    mistakes((stack) => {
      apiService(stack, { replicas: { min, max: 100 } });
      const selector = { matchLabels: { "app.kubernetes.io/name": "ai-prism-api" } };
      new PodDisruptionBudgetV1(stack, "budget", { metadata: metadata("own"), spec: { ...spec, selector } });
    });

  test.each([
    [{ maxUnavailable: "0" }, 10],
    [{ maxUnavailable: "0%" }, 10],
    [{ minAvailable: "100%" }, 10],
    [{ minAvailable: "10" }, 10],
    // Half of one replica is rounded up to one.
    [{ minAvailable: "50%" }, 1],
  ])("%p of %d replicas", (spec, min) => {
    expect(budget(spec, min)).toEqual([
      expect.stringMatching(/\(own\): spec\.m.*: expected (more|less) than .*, found/),
    ]);
  });

  test.each([
    [{ maxUnavailable: "1" }, 1],
    [{ minAvailable: "9" }, 10],
    [{ minAvailable: "50%" }, 2],
  ])("%p of %d replicas does not", (spec, min) => {
    expect(budget(spec, min)).toEqual([]);
  });
});
