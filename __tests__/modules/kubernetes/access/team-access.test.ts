import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { type Team, TeamAccess } from "../../../../modules/kubernetes/access/team-access";
import { type TeamRole, teamRules } from "../../../../modules/kubernetes/access/team-roles";
import { type Synthesized, synthesized } from "../../../synthesized";
import { names, namespace } from "../containers/service-fixture";

function make(teams: Record<string, Team>): Synthesized {
  return synthesized((scope) => {
    new TeamAccess(scope, "teams", { names, namespace, teams });
  });
}

/** Whether a role has the right. */
function may(role: TeamRole, verb: string, resource: string): boolean {
  return teamRules[role].some(({ verbs, resources }) => verbs.includes(verb) && resources.includes(resource));
}

describe("TeamAccess", () => {
  const made = make({
    platform: { groups: ["platform-engineers"], role: "admin" },
    api: { groups: ["api-developers", "api-leads"], role: "deploy", serviceAccount: true },
    research: { groups: ["research"], role: "deploy" },
  });

  test("only the roles that a team has are made", () => {
    expect(made.all(RoleV1).map(({ metadata }) => metadata.name)).toEqual(["team-admin", "team-deploy"]);
  });

  test("a team's groups and its service account are bound to its role", () => {
    const api = made.all(RoleBindingV1).find(({ metadata }) => metadata.name === "team-api");
    expect(api).toMatchObject({
      metadata: { namespace },
      role_ref: { api_group: "rbac.authorization.k8s.io", kind: "Role", name: "team-deploy" },
      subject: [
        { api_group: "rbac.authorization.k8s.io", kind: "Group", name: "api-developers" },
        { api_group: "rbac.authorization.k8s.io", kind: "Group", name: "api-leads" },
        { api_group: "", kind: "ServiceAccount", name: "team-api", namespace },
      ],
    });
  });

  test("only a team with the option has a service account, and pods do not get its token by default", () => {
    expect(made.all(ServiceAccountV1)).toEqual([
      expect.objectContaining({
        metadata: expect.objectContaining({ name: "team-api" }),
        automount_service_account_token: false,
      }),
    ]);
  });

  test("a team without members is refused", () => {
    expect(() => make({ ghosts: { groups: [], role: "view" } })).toThrow(
      'team "ghosts": expected a group or a service account, found neither',
    );
  });
});

describe("the roles", () => {
  test.each(Object.keys(teamRules) as TeamRole[])("%s has no wildcard for groups, resources or verbs", (role) => {
    const words = teamRules[role].flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs]);
    expect(words.filter((word) => word.includes("*"))).toEqual([]);
  });

  test.each<[TeamRole, string, string, boolean]>([
    ["view", "get", "pods/log", true],
    ["view", "patch", "deployments", false],
    ["view", "get", "secrets", false],
    ["deploy", "patch", "deployments", true],
    ["deploy", "patch", "deployments/scale", false],
    ["deploy", "get", "secrets", false],
    ["deploy", "create", "pods/exec", false],
    ["admin", "get", "secrets", true],
    ["admin", "create", "pods/exec", true],
    ["admin", "create", "rolebindings", false],
    ["admin", "delete", "networkpolicies", false],
    ["admin", "update", "resourcequotas", false],
  ])("%s may %s %s: %s", (role, verb, resource, allowed) => {
    expect(may(role, verb, resource)).toBe(allowed);
  });
});
