import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { policyDocument } from "../access/policy";
import { boundaryStatements } from "./boundary-statements";

/** The ARN of the permissions boundary of an environment's roles. */
export function boundaryArn(names: Names): string {
  return names.arn("iam", `policy/${names.of("iam_policy", "boundary")}`);
}

export interface RoleBoundaryProps {
  readonly names: Names;
}

/** The permissions boundary of every role that stacks of an environment make: no pipeline can make a role that changes the account's own things. */
export class RoleBoundary extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { names }: RoleBoundaryProps) {
    super(scope, id);
    this.arn = new IamPolicy(this, "policy", {
      name: names.of("iam_policy", "boundary"),
      description: `What no role of ${names.environment} may do`,
      policy: policyDocument(this, "statements", boundaryStatements(names, boundaryArn(names))),
    }).arn;
  }
}
