import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { type Condition, policyDocument, type Statement } from "./policy";

export interface ServiceRoleProps {
  readonly names: Names;
  /** The last part of the role's name. */
  readonly name: string;
  /** The service that assumes the role, e.g. `ecs-tasks.amazonaws.com`. */
  readonly service: string;
  /** What the role may do. @default - nothing beyond `managedPolicyArns` */
  readonly statements?: readonly Statement[];
  /** AWS managed policies, where AWS maintains a narrow one for exactly this job. @default - none */
  readonly managedPolicyArns?: readonly string[];
  /**
   * What must hold for the service to assume the role. Give `[]` for a service that sends no source account.
   * @default - the request comes from the stack's own account, which prevents the confused deputy
   */
  readonly conditions?: readonly Condition[];
}

/** An IAM role for one job. One service assumes it, only on behalf of this account; the role has its own inline policy. */
export class ServiceRole extends Construct {
  readonly arn: string;
  readonly name: string;
  /** For `dependsOn` of a resource that AWS makes only once the role has its rights. */
  readonly permissions: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { names } = props;
    const role = new IamRole(this, "role", {
      name: names.of("iam_role", props.name),
      assumeRolePolicy: policyDocument(this, "trust", [
        {
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: [props.service] }],
          conditions: props.conditions ?? [
            { test: "StringEquals", variable: "aws:SourceAccount", values: [names.accountId] },
          ],
        },
      ]),
    });
    this.permissions = [];
    if (props.statements?.length) {
      const policy = new IamRolePolicy(this, "policy", {
        name: "permissions",
        role: role.name,
        policy: policyDocument(this, "permissions", props.statements),
      });
      this.permissions.push(policy);
    }
    props.managedPolicyArns?.forEach((policyArn, index) => {
      this.permissions.push(new IamRolePolicyAttachment(this, `managed-${index}`, { role: role.name, policyArn }));
    });
    this.arn = role.arn;
    this.name = role.name;
  }
}
