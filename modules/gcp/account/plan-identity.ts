import { ProjectIamCustomRole } from "@cdktf/provider-google/lib/project-iam-custom-role";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member";
import { Construct } from "constructs";
import { PipelineIdentity, type SigningIn } from "./pipeline-identity";
import { planRights } from "./pipeline-rights";

export interface PlanIdentityProps extends SigningIn {
  /** APIs of the stack, by the first part of their names. */
  readonly apis: readonly string[];
  /** Secrets that hold no secret, such as feature flags: Terraform compares the values that it wrote itself. */
  readonly configurationIds: readonly string[];
}

/**
 * The account of jobs that plan and look: it describes what the stack has, and reads no object, log entry, message, image or secret.
 * Google takes back a deleted custom role for 7 days, which Terraform does by itself, and keeps its name for 37.
 */
export class PlanIdentity extends Construct {
  readonly email: string;

  constructor(scope: Construct, id: string, props: PlanIdentityProps) {
    super(scope, id);
    const { names, apis, configurationIds } = props;
    const { roles, permissions } = planRights(apis);
    const { email, member } = new PipelineIdentity(this, "account", {
      ...props,
      name: "plan",
      description: `Plans ${names.prefix}, and looks for drift`,
      roles,
    });
    const role = new ProjectIamCustomRole(this, "role", {
      roleId: names.of("gcp_role", "plan"),
      title: `Reads ${names.prefix}`,
      description: "What the predefined roles of a reader lack, or give only together with data",
      permissions,
    });
    new ProjectIamMember(this, "reads", { project: names.accountId, role: role.name, member });
    configurationIds.forEach((secretId, index) => {
      new SecretManagerSecretIamMember(this, `configuration-${index}`, {
        secretId,
        role: "roles/secretmanager.secretAccessor",
        member,
      });
    });
    this.email = email;
  }
}
