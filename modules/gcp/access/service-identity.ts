import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { Construct } from "constructs";
import type { Names } from "../../names";

/** Roles that grant nearly everything in a project, and more than one job needs. */
const basicRoles = ["roles/owner", "roles/editor", "roles/viewer"];

export interface ServiceIdentityProps {
  readonly names: Names;
  /** The last part of the account's name. */
  readonly name: string;
  /** Purpose of the account, which Google shows in the list of accounts; at most 256 characters (Google limit). */
  readonly description: string;
  /**
   * Roles that Google grants on a whole project only, such as `roles/cloudtrace.agent`. Rights on a single resource are granted on
   * that resource instead. @default - none
   */
  readonly roles?: readonly string[];
}

/** A service account for one job. It has no key, and no rights except those that are granted to it one by one. */
export class ServiceIdentity extends Construct {
  /** Address of the account. */
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
