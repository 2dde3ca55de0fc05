import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { Construct } from "constructs";
import { PipelineIdentity, type SigningIn } from "./pipeline-identity";
import { grantedByStacks, infrastructureRoles } from "./pipeline-rights";

export interface InfrastructureIdentityProps extends SigningIn {
  /** APIs of the stack, by the first part of their names. */
  readonly apis: readonly string[];
  /** Addresses of the accounts that the stack's own resources run as, by a key, which becomes part of addresses. */
  readonly actsAs: Readonly<Record<string, string>>;
}

/**
 * The account of jobs that apply the stack. It is no owner: it makes no service account, gives no one the right to be one, and gives on
 * the project only the roles that the stack's services have. So it cannot change the federation, nor let itself do more.
 */
export class InfrastructureIdentity extends Construct {
  readonly email: string;

  constructor(scope: Construct, id: string, props: InfrastructureIdentityProps) {
    super(scope, id);
    const { names, apis, actsAs } = props;
    const account = new PipelineIdentity(this, "account", {
      ...props,
      name: "infrastructure",
      description: `Applies ${names.prefix}`,
      roles: infrastructureRoles(apis),
    });
    const grantable = grantedByStacks.map((role) => `'${role}'`).join(", ");
    new ProjectIamMember(this, "grants", {
      project: names.accountId,
      role: "roles/resourcemanager.projectIamAdmin",
      member: account.member,
      condition: {
        title: "roles of services",
        description: "Gives and takes the roles that services of the stack have",
        expression: `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${grantable}])`,
      },
    });
    for (const [key, address] of Object.entries(actsAs)) account.actAs(this, key, address);
    this.email = account.email;
  }
}
