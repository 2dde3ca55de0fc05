import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { labels } from "../labels";
import { type TeamRole, teamRules } from "./team-roles";

export interface Team {
  /** Groups as the cluster's authentication names them, such as that of an EKS access entry. */
  readonly groups: readonly string[];
  readonly role: TeamRole;
  /** An account `team-<name>` for the team's pipelines; tokens are asked for as needed, none is kept. @default false */
  readonly serviceAccount?: boolean;
}

export interface TeamAccessProps {
  readonly names: Names;
  /** Name of the namespace in which the rights hold. */
  readonly namespace: string;
  /** By the team's name. */
  readonly teams: Readonly<Record<string, Team>>;
}

/** What each team may do in a namespace: a Role for each that is given, and a RoleBinding per team. */
export class TeamAccess extends Construct {
  /** Of the teams that have one, by the team's name. */
  readonly serviceAccountNames: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: TeamAccessProps) {
    super(scope, id);
    const { names, namespace } = props;
    const teams = Object.entries(props.teams);
    const metadata = (name: string) => ({ name, namespace, labels: labels(names, names.system) });

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
          // The core group's name is empty.
          ...(serviceAccount ? [{ apiGroup: "", kind: "ServiceAccount", name, namespace }] : []),
        ],
        dependsOn: [roles.get(role) as RoleV1],
      });
    }
    this.serviceAccountNames = serviceAccountNames;
  }
}
