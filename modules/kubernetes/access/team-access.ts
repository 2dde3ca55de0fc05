import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { labels } from "../labels";
import { type TeamRole, teamRules } from "./team-roles";

export interface Team {
  /** Names of groups in the cluster's authentication, such as the group of an EKS access entry. */
  readonly groups: readonly string[];
  readonly role: TeamRole;
  /** True: a service account `team-<name>` for the team's pipelines. It has no stored token. @default false */
  readonly serviceAccount?: boolean;
}

export interface TeamAccessProps {
  readonly names: Names;
  /** Name of the namespace that the rights are for. */
  readonly namespace: string;
  /** By the team's name. */
  readonly teams: Readonly<Record<string, Team>>;
}

/** The rights of teams in a namespace: a Role for each role that a team has, and a RoleBinding for each team. */
export class TeamAccess extends Construct {
  /** By the name of the team; only teams that have one. */
  readonly serviceAccountNames: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: TeamAccessProps) {
    super(scope, id);
    const { names, namespace } = props;
    const teams = Object.entries(props.teams);
    const metadata = (name: string) => ({ name, namespace, labels: labels(names, names.name) });

    const roles = new Map(
      [...new Set(teams.map(([, { role }]) => role))].map((role) => [
        role,
        new RoleV1(this, role, { metadata: metadata(`team-${role}`), rule: teamRules[role] }),
      ]),
    );
    const serviceAccountNames: Record<string, string> = {};
    for (const [team, { groups, role, serviceAccount }] of teams) {
      if (groups.length === 0 && !serviceAccount) {
        throw new Error(`team "${team}": expected a group or a service account, found neither`);
      }
      const name = `team-${team}`;
      if (serviceAccount) {
        serviceAccountNames[team] = new ServiceAccountV1(this, `${team}-account`, {
          metadata: metadata(name),
          automountServiceAccountToken: false,
        }).metadata.name;
      }
      new RoleBindingV1(this, `${team}-binding`, {
        metadata: metadata(name),
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: `team-${role}` },
        subject: [
          ...groups.map((group) => ({ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: group })),
          // The name of the core API group is empty.
          ...(serviceAccount ? [{ apiGroup: "", kind: "ServiceAccount", name, namespace }] : []),
        ],
        dependsOn: [roles.get(role) as RoleV1],
      });
    }
    this.serviceAccountNames = serviceAccountNames;
  }
}
