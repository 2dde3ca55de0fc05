import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { Construct } from "constructs";
import type { Names } from "../../names";

/** They grant nearly everything in a project, and are never what one job needs. */
const basicRoles = ["roles/owner", "roles/editor", "roles/viewer"];

export interface ServiceIdentityProps {
  readonly names: Names;
  /** The last part of the account's name; at most 30 characters in all (Google limit). */
  readonly name: string;
  /** What the account does, for whoever reads the list of accounts; at most 256 characters (Google limit). */
  readonly description: string;
  /**
   * Roles on the whole project, where Google knows no finer resource, e.g. `roles/cloudtrace.agent`. Whatever the account may
   * do to one resource is granted on that resource. @default - none
   */
  readonly roles?: readonly string[];
}

/** A service account for one job: nobody has a key of it, and it has no right but those that it is given one by one. */
export class ServiceIdentity extends Construct {
  readonly email: string;
  /** As IAM names it: `serviceAccount:<email>`. */
  readonly member: string;

  constructor(scope: Construct, id: string, props: ServiceIdentityProps) {
    super(scope, id);
    const { names, name, roles = [] } = props;
    const account = new ServiceAccount(this, "account", {
      accountId: names.of("gcp_service_account", name),
      displayName: names.of("gcp_service_account", name),
      description: props.description,
    });
    for (const role of roles) {
      if (basicRoles.includes(role)) {
        throw new Error(`service account "${name}": expected a role for one job, found the basic role ${role}`);
      }
      new ProjectIamMember(this, role.replace("roles/", ""), {
        project: names.accountId,
        role,
        member: account.member,
      });
    }
    this.email = account.email;
    this.member = account.member;
  }
}
