import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { Testing } from "cdktf";
import { TeamAccess } from "../../../../modules/kubernetes/access/team-access";
import { checkWorkloads } from "../../../../modules/kubernetes/checks/consistency";
import { Namespace } from "../../../../modules/kubernetes/network/namespace";
import { apiService, names } from "../containers/service-fixture";
import { emptyStack, metadata, mistakes, one } from "./consistency-fixture";

const role = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" };
const subject = [{ kind: "Group", name: "team" }];
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
